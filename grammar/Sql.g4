// The grammar of everything that a project's SQL files hold: queries, other
// statements, and the blocks of SQLMesh's format, with macros in all of them.
//
// Hot rules need one token of look-ahead. Whatever would need more is settled by
// the classifier before (frontend/lex/classify.cpp): a name before `(` is FUNC,
// `(` before a query is LPAREN_Q, a word is a keyword only in its context. A rule
// that does predict costs a second, slow parse of the statement that uses it.
//
// An expression is one flat list of operands and operators; the builder applies
// precedence. An action is a line of C++ that makes a node out of what its rule
// has pushed: `make` begins one at the current token, `finish` ends and pushes
// it, `pop` takes the last pushed, `list(m)` all that were pushed since mark m.
parser grammar Sql;
options { tokenVocab = SqlTokens; superClass = ParserBase; }

@parser::preinclude { #include "frontend/parse/parser_base.h" }

// The build drops the static object that would decode the grammar's tables at
// program start; the parser that explains errors asks for them when it is needed.
@parser::members {
public:
  static void initTables() { static Initializer initializer; }
}

oneStatement : statement (SEMI | VIRTUAL_END | EOF) ;

oneExpr : expr EOF ;

statement
  : block
  | topQuery
  | ddl
  | update
  | deletion
  | merge
  | command
  | jinja
  | exprStatement
  ;

// A statement inside @IF(condition, statement), or as the body of a CTE.
innerStatement : topQuery | ddl | update | deletion | merge | command ;

exprStatement
@init { Mark m = mark(); }
  : expr alias? { aliased(m); }
  ;

// ---- queries

query
@init { Mark m = mark(); }
  : withClause? queryCore { attachWith(m); }
  ;
// CTEs may also stand before INSERT and its like.
topQuery
@init { Mark m = mark(); }
  : withClause ( queryCore | ddl | update | deletion | merge ) { attachWith(m); }
  | queryCore
  ;

withClause
@init { With *w = make<With>(); Mark m = mark(); auto t = pos(); }
  : ( WITH (RECURSIVE { w->recursive = true; })? | M_WITH macroArgs { w->macro = macroCall(m, t); } )
    cte (COMMA cte)* { w->ctes = list(m); finish(w); }
  | WITH_X scalarCte (COMMA scalarCte)* { w->ctes = list(m); finish(w); }
  ;
scalarCte
@init { ScalarCte *c = make<ScalarCte>(); }
  : expr { c->expr = pop(); } AS (IDENT | QIDENT) { c->name = identifier(); finish(c); }
  ;

cte
@init { Cte *c = make<Cte>(); Mark m = mark(); auto t = pos(); }
  : ( (IDENT | QIDENT) { c->name = identifier(); }
    | FUNC { c->name = identifier(); } LPAREN columnName (COMMA columnName)* RPAREN { c->columns = list(m); }
    | macro { c->name = pop(); } )
    (USING FUNC LPAREN columnName (COMMA columnName)* RPAREN { c->keys = list(m); })?
    AS { t = pos(); } (NOT? MATERIALIZED { c->materialized = words(t); })?
    cteBody { c->query = pop(); finish(c); }
  ;
cteBody : LPAREN_Q ( query | ddl | update | deletion | merge | macro ) RPAREN ;

columnName : (IDENT | QIDENT | STRING) { pushName(); } | macro ;

queryCore
@init { Query *q = make<Query>(); Mark m = mark(), k = m; }
  : setTerms { q->body = pop(); }
    ( ORDER BY { k = mark(); } sortKey (COMMA sortKey)* COMMA_TRAIL? { q->orderBy = list(k); }
    | queryTail
    )* { q->tails = list(m); finish(q); }
  ;

queryTail
@init { Phrase *p = make<Phrase>(); auto t = pos(); Mark m = mark(); }
  : LIMIT expr { limit(p); } (COMMA expr { limitOffset(p); })? (PERCENTS { percent(); })? limitBy?
  | OFFSET { p->keyword = words(t); } expr { p->value = pop(); finish(p); } (rowTail | limitBy)?
  | FETCH WORD { p->keyword = words(t); } (expr { p->value = pop(); })? { finish(p); } rowTail
  | SORT BY { p->keyword = words(t); } sortKey (COMMA sortKey)* { p->value = sequence(m); finish(p); }
  | LOCK ROW_TAIL+ { p->keyword = words(t); } 
    ( columnName (COMMA columnName)* { p->value = sequence(m); finish(p); } rowTail? | { finish(p); } )
  | TAIL { p->keyword = words(t); } ( expr (COMMA expr)* { p->value = sequence(m); } | (WORD { pushWord(); } | wordList) ddlPart* { p->value = parts(m); } ) { finish(p); }
  | USING_SAMPLE TYPEWORD { p->keyword = words(t); m = mark(); } sampleArgs { p->value = parts(m); finish(p); }
  | M_LIMIT macroArgs { macroClauseBegin(m, t); } expr { macroClauseEnd(); }
  | M_ORDER macroArgs { macroClauseBegin(m, t); } sortKey (COMMA sortKey)* { sortClauseEnd(m); }
  ;
// LIMIT 1 BY a
limitBy
@init { Phrase *p = make<Phrase>(); Mark m = mark(); }
  : BY { p->keyword = textBefore(); } exprList { p->value = sequence(m); finish(p); }
  ;
rowTail
@init { Phrase *p = make<Phrase>(); auto t = pos(); }
  : ROW_TAIL+ { p->keyword = words(t); finish(p); }
  ;

setTerms
@init { Mark m = mark(); }
  : queryTerm (setOperator (queryTerm | macro))* { setOperation(m); }
  ;
setOperator
@init { auto t = pos(); Mark m = mark(); }
  : UNION_SIDE* UNION (ALL | DISTINCT)? (BY NAME)? { pushWords(t); }
    (TYPEWORD+ BY? { pop(); pushWords(t); m = mark(); } (LPAREN columnName (COMMA columnName)* RPAREN { corresponding(m); })?)?
  ;

queryTerm
  : select
  | fromFirst
  | values
  | term
  | tableQuery
  | pivotQuery
  ;
pivotQuery
@init { PivotQuery *p = make<PivotQuery>(); Mark m = mark(); }
  : PIVOT_Q { p->keyword = textBefore(); } relationTerm { p->relation = pop(); }
    (ON selectItem (COMMA selectItem)* { p->on = list(m); })?
    (INTO columnName columnName columnName columnName (COMMA columnName)* { pivotInto(p, m); })?
    (USING selectItem (COMMA selectItem)* { p->aggregates = list(m); })?
    (GROUP BY exprList { p->groupBy = list(m); })? { finish(p); }
  ;
tableQuery
@init { Mark m = mark(); }
  : TABLE tableName { tableTerm(m); }
  ;

// A query in brackets as a term of a query, and as an operand or a relation.
term
@init { Subquery *s = make<Subquery>(); TableAlias *a = nullptr; }
  : LPAREN_S (query | macro) RPAREN { s->query = pop(); finish(s); }
    (AS { a = make<TableAlias>(); a->keyword = true; } (IDENT | QIDENT) { a->alias = identifier(); tableAlias(a); })?
  ;
subquery
@init { Subquery *s = make<Subquery>(); }
  : LPAREN_Q (query | macro | ddl) RPAREN { s->query = pop(); finish(s); }
  ;

values
@init { Values *v = make<Values>(); Mark m = mark(); }
  : VALUES valuesRow (COMMA valuesRow)* { v->rows = list(m); finish(v); }
  ;
valuesRow
@init { Tuple *t = make<Tuple>(); Mark m = mark(); }
  : LPAREN (argument (COMMA argument)* COMMA_TRAIL?)? RPAREN { t->items = list(m); finish(t); }
  | macro
  ;

select
@init { Select *s = make<Select>(); Mark m = mark(); auto t = pos(); }
  : SELECT (HINT { s->hint = hint(); })?
    ( ALL | DISTINCT { s->quantifier = "DISTINCT"; } (ON LPAREN exprList RPAREN { s->distinctOn = list(m); })? )?
    (OPTION { t = pos() - 1 - !s->quantifier.empty(); } OPTION* { s->quantifier = words(t); })?
    (AS IDENT { s->asWhat = textBefore(); })?
    (TOP { t = pos() - 1; } (NUMBER { pushNumber(); } | parenthesis) { s->top = topPhrase(t); }
     (PERCENTS { pushWord(); })? (ROW_TAIL { t = pos() - 1; } ROW_TAIL* { pushWords(t); })? { topWords(s, m); })?
    (selectItem (COMMA selectItem)* COMMA_TRAIL?)? { s->items = list(m); checkItems(s); }
    (INTO tableName { s->into = table(m); })?
    (FROM relation (COMMA relation)* COMMA_TRAIL? { s->from = sources(m); })?
    ( WHERE expr { once(s->where); }
    | PREWHERE expr { once(s->prewhere); }
    | GROUP BY groupBy { once(s->groupBy); }
    | HAVING expr { once(s->having); }
    | QUALIFY expr { once(s->qualify); }
    | WINDOW namedWindow (COMMA namedWindow)* { s->windows = list(m); }
    | M_WHERE { t = pos() - 1; } macroArgs { macroClauseBegin(m, t); } expr { macroClauseEnd(); once(s->where); }
    | M_GROUP { t = pos() - 1; } macroArgs { macroClauseBegin(m, t); } groupBy { macroClauseEnd(); once(s->groupBy); }
    | M_HAVING { t = pos() - 1; } macroArgs { macroClauseBegin(m, t); } expr { macroClauseEnd(); once(s->having); }
    )* { finish(s); }
  ;

// FROM t, FROM t SELECT a
fromFirst
@init { Select *s = make<Select>(); Mark m = mark(); auto t = pos(); }
  : FROM relation (COMMA relation)* { s->from = sources(m); s->fromFirst = true; }
    (SELECT (DISTINCT { s->quantifier = "DISTINCT"; })? selectItem (COMMA selectItem)* COMMA_TRAIL? { s->items = list(m); })?
    ( WHERE expr { once(s->where); }
    | GROUP BY groupBy { once(s->groupBy); }
    | HAVING expr { once(s->having); }
    | QUALIFY expr { once(s->qualify); }
    | M_WHERE { t = pos() - 1; } macroArgs { macroClauseBegin(m, t); } expr { macroClauseEnd(); once(s->where); }
    )* { starItems(s); finish(s); }
  ;

selectItem
@init { Mark m = mark(); }
  : (LABEL { pushName(); } (COLON | EQ))? expr { labeled(m); } alias? { aliased(m); }
  ;

// AS b, AS 'b', AS (b, c), b
alias
@init { Mark m = mark(); }
  : AS ( aliasName | LPAREN columnName (COMMA columnName)* RPAREN { pushTuple(m); } | FUNC { pushName(); } LPAREN columnName (COMMA columnName)* RPAREN { aliasCall(m); } ) { asWritten(true); }
  | (IDENT | QIDENT) { pushName(); asWritten(false); }
  ;
aliasName : (IDENT | QIDENT | STRING) { pushName(); } | PARAM { pushPlaceholder(); } | macro ;

groupBy
@init { GroupBy *g = make<GroupBy>(); Mark m = mark(); auto t = pos(); }
  : ( ALL { g->all = true; } | groupItem (COMMA groupItem)* COMMA_TRAIL? )? { g->items = list(m); checkGroup(g); t = pos(); }
    (WITH ROLLUP { g->tail = words(t); })? { finish(g); }
  ;
groupItem
@init { GroupingSets *g = nullptr; Mark m = mark(); }
  : GROUPING { g = makeAt<GroupingSets>(pos() - 1); } WORD LPAREN groupItem (COMMA groupItem)* COMMA_TRAIL? RPAREN { g->sets = list(m); finish(g); }
  | expr
  ;

namedWindow
@init { NamedWindow *w = make<NamedWindow>(); }
  : (IDENT | QIDENT) { w->name = identifier(); } AS windowSpec { w->window = pop(); finish(w); }
  ;

sortKey
@init { SortKey *s = make<SortKey>(); auto t = pos(); Mark m = mark(); }
  : expr { s->expr = pop(); } (ASC { s->direction = textBefore(); })? (NULLS FIRST { s->nulls = textBefore(); })? (FILL { m = mark(); t = pos() - 1; } TYPEWORD { pushWords(t); } option* { s->fill = parts(m); })? { finish(s); }
  ;

// ---- relations

relation
@init { Mark m = mark(); TableAlias *l = nullptr; }
  : (LABEL { l = makeAt<TableAlias>(pos() - 1); l->alias = identifier(); } COLON)? relationTerm { labeledRelation(l); } join* { joined(m); }
  ;

// A second ON belongs to an earlier join that has none: a JOIN b JOIN c ON .. ON ..
join
@init { Join *j = make<Join>(); auto t = pos(); Mark m = mark(); bool macro = false; ArrayJoin *a = nullptr; }
  : JOINWORD* ( JOIN { j->kind = joinKind(t); } | APPLY { j->kind = words(t); } | { j->kind = joinWords(t); t = pos(); } M_JOIN macroArgs { macroClauseBegin(m, t); macro = true; } )
    relationTerm { j->right = pop(); finish(j); }
    ( ON expr { joinOn(); } | USING LPAREN columnName (COMMA columnName)* COMMA_TRAIL? RPAREN { joinUsing(); }
    | MATCH_CONDITION parenthesis { joinMatch(); } )*
    { if (macro) macroClauseEnd(); }
  | ARRAY_JOIN { a = makeAt<ArrayJoin>(pos() - 1); } TYPEWORD* { a->kind = words(t); m = mark(); } selectItem (COMMA selectItem)* { a->items = list(m); finish(a); }
  | lateralView
  ;

lateralView
@init { LateralView *v = make<LateralView>(); Mark m = mark(); }
  : LATERAL VIEW (OUTER_VIEW { v->outer = true; })? call { v->call = pop(); }
    ((IDENT | QIDENT) { v->table = identifier(); })?
    (AS columnName (COMMA columnName)* { v->columns = list(m); })? { finish(v); }
  ;

relationTerm
@init { Mark m = mark(); auto t = pos(); }
  : (LATERAL { t = pos(); })?
    ( subquery
    | LPAREN relation (COMMA relation)* RPAREN { parenRelation(m, t); }
    | ONLY tableName { onlyTable(m); }
    | tableName
    | STRING { pushString(); }
    | PARAM { pushPlaceholder(); }
    | VALUES_T valuesRow (COMMA valuesRow)* { tableValues(t, m); }
    ) { lateral(t, m); }
    relationSuffix*
  ;

// s.t, s.@x, @IF(c, s1, s2).t, and functions: s.f(a)
tableName
@init { Mark m = mark(); }
  : tablePart (DOT (DOT { emptyPart(); })? (tablePart | NUMBER { pushNumber(); } | STRING { pushString(); } | STAR { pushStar(); }))* { tableOrCall(m); }
  ;
tablePart : (IDENT | QIDENT) { pushName(); } | macro | call ;

relationSuffix
@init { TableAlias *a = nullptr; RelationModifier *r = nullptr; Mark m = mark(); auto t = pos(); }
  : AS { a = make<TableAlias>(); } ( (IDENT | QIDENT | STRING) { a->alias = name(); } | FUNC { a->alias = identifier(); } aliasColumns { a->columns = list(m); }
       | macro { a->alias = pop(); } | aliasColumns { a->columns = list(m); } ) { a->keyword = true; tableAlias(a); }
  | (IDENT | QIDENT) { a = make<TableAlias>(); a->alias = identifier(); tableAlias(a); }
  | FUNC { a = make<TableAlias>(); a->alias = identifier(); } aliasColumns { a->columns = list(m); tableAlias(a); }
  | SAMPLE { r = make<RelationModifier>(); r->keyword = words(t); } sampleArgs { relationModifier(r, m); }
  | MODIFIER { r = make<RelationModifier>(); } TYPEWORD* { r->keyword = words(t); m = mark(); } (modifierArgs | columnDecls)? { relationModifier(r, m); }
  | INDEXED { r = make<RelationModifier>(); } BY { r->keyword = words(t); } tableName { relationModifier(r, m); }
  | AS_OF { r = make<RelationModifier>(); } TYPEWORD* { r->keyword = words(t); } expr (OPTION { pushWord(); } expr)? { relationModifier(r, m); }
  | WITH (ORDINALITY | OFFSET) { r = make<RelationModifier>(); r->keyword = words(t); relationModifier(r, m); }
  | pivot
  ;
aliasColumns : LPAREN aliasColumn (COMMA aliasColumn)* COMMA_TRAIL? RPAREN ;
aliasColumn
@init { TypeField *f = nullptr; Mark m = mark(); auto t = pos(); }
  : columnName (type { f = makeAt<TypeField>(t); f->name = at(m); f->type = pop(); typedColumn(f, m); })?
  ;
modifierArgs
@init { Mark m = mark(); auto t = pos(); }
  : LPAREN (argument (COMMA argument)*)? RPAREN { bracketed(m, t, false); }
  ;
// (10 PERCENT), BERNOULLI (10) REPEATABLE (1), 1 / 10 OFFSET 1 / 2
sampleArgs : sampleWord+ ;
sampleWord
@init { Mark m = mark(); auto t = pos(); }
  : (WORD | PERCENT | SLASH) { pushWords(t); }
  | NUMBER { pushNumber(); }
  | LPAREN { t = pos(); } samplePart+ { samplePhrase(m, t); } RPAREN
  ;
samplePart
@init { auto t = pos(); }
  : (WORD | PERCENT | SLASH | COMMA) { pushWords(t); } | NUMBER { pushNumber(); } | IDENT { pushName(); } | macro | call | PARAM { pushPlaceholder(); }
  ;

pivot
@init { Pivot *p = make<Pivot>(); Mark m = mark(); auto t = pos(); }
  : PIVOT { p->keyword = textBefore(); t = pos(); } (PIVOT_NULLS PIVOT_NULLS { p->nulls = textAt(t); })?
    LPAREN selectItem (COMMA selectItem)* COMMA_TRAIL? { p->aggregates = list(m); }
    FOR expr pivotField* { p->fields = list(m); } (option { p->fallback = pop(); })?
    (GROUP BY exprList { p->groupBy = list(m); })? RPAREN { pivoted(p); }
  ;
pivotField
@init { In *i = make<In>(); Mark m = mark(); }
  : (IDENT | QIDENT) { pushName(); collapse(m); i->operand = pop(); } IN separateOperand { i->set = pop(); finish(i); }
  ;

// ---- expressions

exprList : expr (COMMA expr)* COMMA_TRAIL? ;

expr
@init { auto e = exprBegin(); bool negated = false; auto t = pos(); }
  : operand
    ( ( STAR | PLUS | MINUS | ASSIGN | EQ | NEQ | NSEQ | LT | LTE | GT | GTE | SLASH | PERCENT | CONCAT | COALESCE | ARROW | DARROW
      | HASH_ARROW | DHASH_ARROW | HASH_MINUS | AMP | PIPE | CARET | HASH | SHL | SHR | DSLASH | DSTAR | DISTANCE | MATCHES
      | IMATCHES | NMATCHES | NIMATCHES | TLIKE | TILIKE | NTLIKE | NTILIKE | CONTAINS | CONTAINED | DAMP | HAS_KEY | HAS_ANY
      | HAS_ALL | DAT | ADJACENT | AND | OR | XOR | DIV | MOD | ESCAPE | COLLATE | OVERLAPS ) { infix(); } operand
    | { negated = false; } (NOT { negated = true; })?
      ( GLOBAL_IN (NOT { negated = true; })? IN { predicate(); } separateOperand { in(negated); globalIn(); }
      | (LIKE | ILIKE | RLIKE | GLOB | MATCH) { like(negated); } operand
      | SIMILAR TO { similar(negated); } operand
      | BETWEEN { between(negated); } (SYMMETRIC { symmetric(); })? operand
      | IN { predicate(); } separateOperand { in(negated); }
      )
    | IS { negated = false; } (NOT { negated = true; })?
      ( DISTINCT FROM { distinctFrom(negated); } operand
      | { predicate(); } primary (TEST_WORD { t = pos() - 1; } TEST_WORD* { testWords(t); })? { is(negated); }
      )
    | ISNULL { predicate(); isNull(false); }
    | NOTNULL NULL_? { predicate(); isNull(true); }
    | MEMBER WORD { memberOf(); } operand
    | AT WORD WORD { atTimeZone(); } operand
    )* { exprEnd(e); }
  ;

operand
@init { Mark m = mark(); auto t = pos(); }
  : ((NOT | MINUS | PLUS | TILDE) { prefix(); m = mark(); })*
    primary
    ( DOT { t = pos() - 1; }
      ( (IDENT | QIDENT) { pushName(); }
      | call { qualify(m); }
      | STAR { star(m); } starModifier*
      | macro
      | NUMBER { pushNumber(); }
      | PARAM { pushPlaceholder(); }
      )
    | { subscriptBegin(m); } LBRACKET subscriptItem (COMMA subscriptItem)* RBRACKET { subscript(m); }
    | DCOLON { castBegin(m); } type { castEnd(m); }
    | COLON_PATH { collapse(m); } ( (IDENT | QIDENT | STRING) { pushName(); } | pathKey ) { path(m); }
    | OVER { collapse(m); } ( (IDENT | QIDENT) { pushName(); } | windowSpec ) { over(m); }
    | IGNORE NULLS { collapse(m); ignoreNulls(m); }
    | FILTER { collapse(m); } LPAREN filter RPAREN { filtered(m); }
    | WITHIN GROUP { collapse(m); } LPAREN ORDER BY sortKey (COMMA sortKey)* RPAREN { withinGroup(m); }
    )* { collapse(m); }
  ;
pathKey
@init { Array *a = make<Array>(); Mark m = mark(); }
  : LBRACKET expr RBRACKET { a->items = list(m); finish(a); }
  ;
// An operand that no expression around it shares operators with.
separateOperand
@init { auto e = exprBegin(); }
  : operand { exprEnd(e); }
  ;
filter
@init { Mark m = mark(); auto t = pos(); }
  : WHERE expr
  | M_WHERE macroArgs { macroClauseBegin(m, t); } expr { macroClauseEnd(); }
  | expr
  ;

primary
@init { auto t = pos(); Mark m = mark(); }
  : (IDENT | QIDENT) { pushName(); }
  | NUMBER { pushNumber(); }
  | STRING { pushString(); } (STRING_MORE { pushString(); })* { concatStrings(m); }
  | call
  | macro
  | parenthesis
  | subquery
  | STAR { pushStar(); } starModifier*
  | STAR_CALL call { unpack(t); }
  | NULL_ { push<Null>(); }
  | (TRUE_ | FALSE_) { pushBool(); }
  | caseExpr
  | cast
  | BARE { pushBare(); }
  | typeOperand
  | TYPED TYPEWORD* { pushTypeWords(t); } STRING { typedLiteral(t); }
  | interval
  | EXISTS LPAREN_Q query RPAREN { exists(t); }
  | array
  | structure
  | PARAM { pushPlaceholder(); }
  ;

// ARRAY<INT>, STRUCT<a INT>(1)
typeOperand
@init { Type *y = make<Type>(); TypedValue *v = make<TypedValue>(); Mark m = mark(); }
  : TYPE_EXPR { y->name = textBefore(); } LANGLE typeArgs RANGLE { y->angle = list(m); finish(y); }
    (LPAREN { v->type = pop(); } (argument (COMMA argument)* COMMA_TRAIL?)? RPAREN { v->items = list(m); finish(v); })?
  ;

parenthesis
@init { Mark m = mark(); auto t = pos(); bool trailing = false; }
  : LPAREN (argument (COMMA argument)* (COMMA_TRAIL { trailing = true; })?)? RPAREN { bracketed(m, t, trailing); }
  ;

interval
@init { Interval *i = make<Interval>(); auto e = exprBegin(); }
  : INTERVAL intervalValue { exprEnd(e); i->value = pop(); } ( UNIT { i->unit = textBefore(); } (TO UNIT { i->toUnit = textBefore(); })?
      | BARE { pushBare(); i->unitExpr = pop(); } | cast { i->unitExpr = pop(); } )? { finish(i); }
  ;

intervalValue
@init { Mark m = mark(); }
  : ((MINUS | PLUS) { prefix(); m = mark(); })?
    ( ((IDENT | QIDENT) { pushName(); } | macro | call) (DOT_T ((IDENT | QIDENT) { pushName(); } | macro))*
    | STRING { pushString(); } | NUMBER { pushNumber(); } | PARAM { pushPlaceholder(); } | BARE { pushBare(); }
    | parenthesis | cast | subquery
    ) { collapse(m); }
  ;

array
@init { Array *a = make<Array>(); Mark m = mark(); }
  : (ARRAY { a->keyword = true; })? LBRACKET (argument (comprehension | (COMMA argument)* COMMA_TRAIL?))? RBRACKET { a->items = valueList(m); finish(a); }
  ;
// FOR x IN l IF x > 2
comprehension
@init { Comprehension *c = make<Comprehension>(); c->expr = pop(); Mark m = mark(); }
  : FOR columnName (COMMA columnName)* { c->names = list(m); } IN expr { c->source = pop(); } (WORD expr { c->condition = pop(); })? { finish(c); }
  ;

structure
@init { Struct *s = make<Struct>(); Mark m = mark(); }
  : (MAP { s->keyword = "MAP"; })? LBRACE (structField (COMMA structField)* COMMA_TRAIL?)? RBRACE { s->fields = valueList(m); finish(s); }
  ;
structField
@init { KeyValue *k = make<KeyValue>(); }
  : expr { k->key = fieldKey(); } (COLON expr { k->value = pop(); })? { finish(k); }
  ;

subscriptItem
@init { Slice *s = nullptr; auto t = pos(); }
  : expr (COLON { s = makeAt<Slice>(t); s->from = pop(); } sliceEnd { sliceRest(s); finish(s); })?
  | COLON sliceEnd { s = makeAt<Slice>(t); sliceRest(s); finish(s); }
  ;
sliceEnd
@init { Mark m = mark(); }
  : expr? { sliceTo(m); } (COLON { sliceSecond(); } expr?)? { sliceStep(m); }
  ;

starModifier
@init { StarModifier *s = make<StarModifier>(); Mark m = mark(); }
  : STARMOD { s->keyword = textBefore(); }
    ( LPAREN argument (COMMA argument)* COMMA_TRAIL? RPAREN
    | (IDENT | QIDENT) { pushName(); collapse(m); } (OPTION columnName { asWritten(true); aliased(m); })? )
    { s->items = list(m); modifyStar(s); }
  ;

caseExpr
@init { Case *c = make<Case>(); Mark m = mark(); }
  : CASE (expr { c->operand = pop(); })? when+ { c->whens = list(m); } (ELSE expr { c->otherwise = pop(); })? END { finish(c); }
  ;
when
@init { When *w = make<When>(); }
  : WHEN expr { w->condition = pop(); } THEN expr { w->result = pop(); finish(w); }
  ;

cast
@init { Cast *c = make<Cast>(); auto t = pos(); }
  : CAST { c->function = textBefore(); } LPAREN expr { c->operand = pop(); } AS type { t = pos(); } ((IDENT | QIDENT)+ { typeSuffix(t); })? { c->type = pop(); }
    (FORMAT expr { c->format = pop(); })? RPAREN { finish(c); }
  ;

// ---- calls

call
@init { Call *c = make<Call>(); Mark m = mark(); }
  : FUNC { functionName(c); }
    ( LPAREN_Q query RPAREN { c->args = list(m); }
    | LPAREN (DISTINCT { c->distinct = true; } | ALL)?
      (argument argumentPhrase* (COMMA argument argumentPhrase*)* COMMA_TRAIL?)? { c->args = list(m); }
      (ORDER BY sortKey (COMMA sortKey)* { c->orderBy = list(m); })?
      (SEPARATOR STRING { separator(c); })?
      (LIMIT expr { c->limit = pop(); })? RPAREN
    )
    (LPAREN_P { c->params = c->args; c->args = {}; m = mark(); } (DISTINCT { c->distinct = true; })? (argument (COMMA argument)*)? RPAREN { c->args = list(m); })?
    { callEnd(c); finish(c); }
  ;
argument
@init { Mark m = mark(); Phrase *p = nullptr; }
  : expr
    ( LAMBDA { lambdaBegin(m); } lambdaBody { lambdaEnd(m); }
    | FATARROW expr { keywordArg(m, "=>"); }
    | COLON_KEY expr { keyValue(m); }
    | AS aliasName { asWritten(true); aliased(m); }
    )?
  | LPAREN_L columnName (COMMA columnName)* COMMA_TRAIL? RPAREN { pushTuple(m); } LAMBDA { lambdaBegin(m); } lambdaBody { lambdaEnd(m); }
  | LAMBDA_WORD columnName (COMMA columnName)* { pushTuple(m); } COLON_PATH { lambdaBegin(m); } lambdaBody { lambdaEnd(m); lambdaWord(); }
  | option
  | BOTH { p = makeAt<Phrase>(pos() - 1); p->keyword = textBefore(); } (expr { p->value = pop(); })? { finish(p); }
  ;
lambdaBody
@init { Mark m = mark(); }
  : expr (AS aliasName { asWritten(true); })? { aliased(m); }
  ;
// EXTRACT(DAY FROM d), SUBSTRING(a FROM 1 FOR 2), CONVERT(a USING utf8)
argumentPhrase
@init { Phrase *p = make<Phrase>(); }
  : (FROM | FOR | USING) { p->keyword = textBefore(); } expr { p->value = pop(); finish(p); }
  | option
  ;
// NAME a, NULL ON NULL, RETURNING INT, COLUMNS (a INT PATH '$')
option
@init { Phrase *p = make<Phrase>(); auto t = pos(); }
  : OPTION TYPEWORD* { p->keyword = words(t); } (expr { p->value = pop(); } | columnDecls { p->value = pop(); })? { finish(p); }
  ;

macro
@init { Mark m = mark(); auto t = pos(); }
  : MACRO { pushMacroVar(); }
  | MSTRING { pushMacroString(); }
  | MACROFN macroArgs { pushMacroCall(m, t); }
  | M_IF LPAREN argument (COMMA (argument (COMMA argument)* COMMA_TRAIL? | innerStatement))? RPAREN { pushMacroCall(m, t); }
  ;
macroArgs
  : LPAREN_Q query RPAREN
  | LPAREN (DISTINCT | ALL)? (argument (COMMA argument)* (COMMA_TRAIL | COMMA_Q query)?)? RPAREN
  ;

// ---- windows

windowSpec
@init { WindowSpec *w = make<WindowSpec>(); Mark m = mark(); }
  : LPAREN ((IDENT | QIDENT) { w->base = identifier(); })?
    (PARTITION BY exprList { w->partitionBy = list(m); })?
    (ORDER BY sortKey (COMMA sortKey)* COMMA_TRAIL? { w->orderBy = list(m); })?
    (frame { w->frame = pop(); })? RPAREN { finish(w); }
  ;
frame
@init { Frame *f = make<Frame>(); auto t = pos(); }
  : ROWS { f->unit = textBefore(); } ( bound { f->from = pop(); } | BETWEEN bound { f->from = pop(); } AND bound { f->to = pop(); } )
    (EXCLUDE { t = pos(); } (CURRENT IDENT | IDENT IDENT?) { f->exclude = words(t); })? { finish(f); }
  ;
bound
@init { FrameBound *b = make<FrameBound>(); auto t = pos(); }
  : ( (UNBOUNDED { b->unbounded = true; })? PRECEDING { b->side = textBefore(); }
    | CURRENT IDENT { b->side = words(t); }
    | separateOperand { b->offset = pop(); } (PRECEDING { b->side = textBefore(); })?
    ) { finish(b); }
  ;

// ---- types

type
@init { Type *y = make<Type>(); Mark m = mark(); auto t = pos(); }
  : ( (IDENT | QIDENT) (DOT_T (IDENT | QIDENT))* TYPEWORD* { y->name = typeName(t); }
      (TYPEFN { y->name = words(t); } LPAREN typeArgs RPAREN { y->args = list(m); t = pos(); } (TYPEWORD+ { y->suffix = words(t); })?)?
      (LANGLE typeArgs RANGLE { y->angle = list(m); })?
    | FUNC { y->name = words(t); } LPAREN typeArgs? RPAREN { typeArguments(y, m); t = pos(); } (TYPEWORD+ { y->suffix = words(t); })?
    ) { finish(y); }
    (LBRACKET_T { arrayBegin(); } (NUMBER { pushNumber(); arraySize(); })? RBRACKET { arrayEnd(); })*
  ;
typeArgs : typeArg (COMMA typeArg)* COMMA_TRAIL? ;
typeArg
@init { Mark m = mark(); auto t = pos(); }
  : NUMBER { pushNumber(); }
  | MINUS NUMBER { pushNegative(); }
  | STRING { pushString(); } (EQ (NUMBER { pushNumber(); } | MINUS NUMBER { pushNegative(); }) { enumValue(m); })?
  | NULL_ { push<Null>(); }
  | type ((COLON | COLON_PATH)? type { fieldOfType(t); } typeConstraint*)?
  ;
typeConstraint
@init { auto t = pos(); Phrase *p = nullptr; }
  : (NOT | NOTNULL) NULL_ { pushWords(t); addConstraint(); }
  | call { addConstraint(); }
  | IDENT { p = makeAt<Phrase>(t); p->keyword = textBefore(); } STRING { pushString(); p->value = pop(); finish(p); addConstraint(); }
  ;

// ---- statements: words and names in turn

ddl
@init { Statement *s = make<Statement>(); Mark m = mark(); }
  : (DDL | INSERT) { s->verb = textBefore(); } ddlPart* (query ddlRest? | WHERE { pushWord(); } expr ddlRest?)?
    (SET_LIST { pushWord(); } assignments (WHERE { pushWord(); } expr)?)? (RETURNING { pushWord(); } returningItems)?
    (RETURN { pushWord(); } (expr | query))?
    { statementVerb(s, m); s->parts = list(m); finish(s); }
  ;
ddlRest : WORD { pushWord(); } ddlPart* (WHERE { pushWord(); } expr (WORD { pushWord(); } ddlPart*)?)? ;
assignments : expr (COMMA { pushWord(); } expr)* ;
returningItems : selectItem (COMMA { pushWord(); } selectItem)* ;

ddlPart
@init { Phrase *p = nullptr; ColumnDecl *c = nullptr; Array *y = nullptr; Mark m = mark(); }
  : (WORD | EQ | COMMA | LT | GT | PERCENT | STAR | PLUS | ASSIGN | FATARROW | ARROW) { pushWord(); }
  | ddlName
  | subquery
  | wordList
  | ARRAY { y = makeAt<Array>(pos() - 1); y->keyword = true; } LBRACKET { m = mark(); } (argument (COMMA argument)* COMMA_TRAIL?)? RBRACKET { y->items = list(m); finish(y); }
  | STRING { pushString(); }
  | NUMBER { pushNumber(); }
  | MINUS NUMBER { pushNegative(); }
  | PARAM { pushPlaceholder(); } (DOT ddlNamePart { memberOfParam(); })*
  | NULL_ { push<Null>(); }
  | (TRUE_ | FALSE_) { pushBool(); }
  | parenthesis
  | columnDecls
  | DEFAULT { p = makeAt<Phrase>(pos() - 1); p->keyword = "DEFAULT"; } separateOperand { p->value = pop(); finish(p); }
  | COLUMN { c = makeAt<ColumnDecl>(pos() - 1); c->name = identifier(); } type { c->type = pop(); finish(c); }
  | TYPE_IS { pushWord(); } type
  ;
ddlName
@init { Mark m = mark(); }
  : ddlNamePart (DOT ddlNamePart)* { namedPart(m); }
  ;
// Words, names and literals in brackets: (FORMAT CSV, HEADER), (a DESC)
wordList
@init { Mark m = mark(); auto t = pos(); }
  : LPAREN_W ddlPart+ RPAREN { wordsInBrackets(m, t); }
  ;
ddlNamePart : (IDENT | QIDENT) { pushName(); } | macro | call ;

columnDecls
@init { Tuple *t = make<Tuple>(); Mark m = mark(); }
  : LPAREN_D (columnDecl (COMMA columnDecl)* COMMA_TRAIL?)? RPAREN { t->items = list(m); finish(t); }
  ;
columnDecl
@init { ColumnDecl *c = make<ColumnDecl>(); Mark m = mark(); }
  : ( (IDENT | QIDENT) { c->name = identifier(); } (type { c->type = pop(); })? constraint* | macro { c->name = pop(); } (type { c->type = pop(); })? constraint*
    | constraint+ ) { c->constraints = list(m); finish(c); }
  ;
constraint
@init { Phrase *p = nullptr; }
  : (WORD { pushWord(); } | NAME_WORD { pushName(); }) constraintPart*
  | DEFAULT { p = makeAt<Phrase>(pos() - 1); p->keyword = "DEFAULT"; } separateOperand { p->value = pop(); finish(p); }
  | STRING { pushString(); }
  ;
constraintPart
  : ddlName
  | STRING { pushString(); }
  | NUMBER { pushNumber(); }
  | MINUS NUMBER { pushNegative(); }
  | NULL_ { push<Null>(); }
  | (TRUE_ | FALSE_) { pushBool(); }
  | EQ { pushWord(); }
  | parenthesis
  | wordList
  ;

update
@init { Statement *s = make<Statement>(); Mark m = mark(); auto t = pos(); }
  : UPDATE { s->verb = "UPDATE"; } (HINT { s->verb = words(t); })? relation (COMMA { pushWord(); } relation)* SET_LIST { pushWord(); } assignments
    dmlTail { s->parts = list(m); finish(s); }
  ;
deletion
@init { Statement *s = make<Statement>(); Mark m = mark(); auto t = pos(); }
  : DELETE HINT? { s->verb = words(t); }
    ( FROM { s->verb = words(t); } relationTerm (COMMA { pushWord(); } relationTerm)* | tableName (COMMA { pushWord(); } tableName)* )
    (USING { pushWord(); } relation (COMMA { pushWord(); } relation)*)? dmlTail { s->parts = list(m); finish(s); }
  ;
dmlTail
  : (FROM { pushWord(); } relation (COMMA { pushWord(); } relation)*)?
    (WHERE { pushWord(); } expr)? (ORDER { pushWord(); } BY { pushWord(); } sortKey (COMMA { pushWord(); } sortKey)*)?
    (LIMIT { pushWord(); } expr)? (RETURNING { pushWord(); } returningItems)?
  ;

merge
@init { Statement *s = make<Statement>(); Mark m = mark(), k = m; auto t = pos(); }
  : MERGE INTO { s->verb = "MERGE INTO"; } relationTerm USING { pushWord(); } relationTerm
    (ON { pushWord(); } expr | USING { pushWord(); } LPAREN { t = pos() - 1; k = mark(); } columnName (COMMA columnName)* RPAREN { bracketed(k, t, true); })
    mergeWhen+ (RETURNING { pushWord(); } returningItems)? { s->parts = list(m); finish(s); }
  ;
mergeWhen
@init { Statement *s = make<Statement>(); Mark m = mark(); auto t = pos(); }
  : WHEN NOT? MATCHED (BY WORD)? { s->verb = words(t); } (AND { pushWord(); } expr)? THEN { pushWord(); } mergeAction
    { s->parts = list(m); finish(s); }
  ;
mergeAction
  : UPDATE { pushWord(); } ( SET_LIST { pushWord(); } assignments | STAR { pushStar(); } )?
  | INSERT { pushWord(); } ( parenthesis? VALUES { pushWord(); } parenthesis | STAR { pushStar(); } | WORD { pushWord(); } )?
  | DELETE { pushWord(); }
  | WORD { pushWord(); } WORD { pushWord(); }
  ;

// Kept as it is written.
command
@init { auto t = pos(); }
  : COMMAND commandPart* { keepCommand(t); }
  ;
commandPart
  : ~(SEMI | VIRTUAL_END | LPAREN | LPAREN_Q | LPAREN_S | LPAREN_D | LPAREN_L | LPAREN_P | LPAREN_W | LPAREN_K | RPAREN)
  | (LPAREN | LPAREN_Q | LPAREN_S | LPAREN_D | LPAREN_L | LPAREN_P | LPAREN_W | LPAREN_K) commandPart* RPAREN
  ;

jinja
@init { JinjaBlock *j = make<JinjaBlock>(); }
  : JINJA_BEGIN { j->kind = jinjaKind(); } JINJA_TEXT { j->text = textBefore(); } JINJA_END { finish(j); }
  ;

// ---- blocks

block
@init { Block *b = make<Block>(); Mark m = mark(); }
  : BLOCK { b->kind = textBefore(); } LPAREN (property (COMMA property)* COMMA_TRAIL?)? RPAREN { b->properties = list(m); finish(b); }
  ;

property
@init { Property *p = make<Property>(); Mark m = mark(); auto t = pos(); p->name = textAt(t); auto e = exprBegin(); }
  : ( KEY value { propertyValue(); }
    | KEY_NAME blockName
    | KEY_KIND kind
    | KEY_COLUMNS columnDecls
    | KEY_EXPR expr
    | KEY_TYPE type
    | KEY_WHEN (LPAREN mergeWhen+ RPAREN | mergeWhen+) { pushTuple(m); }
    ) { exprEnd(e); p->value = pop(); finish(p); }
  | macro
  ;
value
@init { Mark m = mark(); }
  : MINUS? { if (before(token::MINUS)) { prefix(); m = mark(); } } primary { collapse(m); } (LBRACKET subscriptItem (COMMA subscriptItem)* RBRACKET { subscript(m); })*
  ;
blockName
@init { Mark m = mark(); }
  : blockNamePart (DOT blockNamePart)* { pushNameOf(m); }
  ;
blockNamePart : (IDENT | QIDENT | FUNC) { pushName(); } | STRING { pushString(); } | macro ;

kind
@init { KindSpec *k = make<KindSpec>(); Mark m = mark(); }
  : ( (IDENT | QIDENT | FUNC) { k->name = identifier(); } | STRING { pushString(); k->name = pop(); } | macro { k->name = pop(); } )
    (LPAREN_K (property (COMMA property)* COMMA_TRAIL?)? RPAREN { k->properties = list(m); })? { finish(k); }
  ;
