"""Reads the tables that stand in C++ sources, for scripts that show or check them.

A table is an array of structs with designated or plain initializers:

    constexpr KindRow kinds[] = {
        {.kind = Kind::View, .name = "VIEW", .python = false},
    };

`readTable(text, "kinds")` gives a list with one value a row: a dictionary here,
`{"kind": "Kind::View", "name": "VIEW", "python": "false"}`, and a list where the
fields have no names. Texts lose their quotes and neighbours are joined, as the
compiler does; whatever else stands there (enumerators, numbers, lambdas) stays
as it is written. `readDefaults(text, "KindRow")` gives what a struct says of the
fields that a row leaves out.

This is no C++ parser: it knows comments, texts and brackets, which is what tables
are made of.
"""
import ast
import re

token = re.compile(r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/|\#[^\n]*)
                     | R"\((?P<raw>.*?)\)"
                     | (?P<text>"(?:\\.|[^"\\])*")
                     | (?P<char>'(?:\\.|[^'\\])*')
                     | (?P<other>[\w:]+|.)""", re.VERBOSE | re.DOTALL)


def scan(text, start=0):
    """Tokens as (kind, text); the kind is `string` for all forms of texts and characters."""
    for match in token.finditer(text, start):
        if match["raw"] is not None:
            yield "string", match["raw"]
        elif match["text"] or match["char"]:
            yield "string", ast.literal_eval(match["text"] or match["char"])
        elif match["other"]:
            yield "other", match["other"]


class Reader:
    """A cursor over tokens, one ahead."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.next = next(tokens, None)

    def take(self):
        taken, self.next = self.next, next(self.tokens, None)
        return taken

    def sees(self, *texts):
        return self.next is not None and self.next[0] == "other" and self.next[1] in texts

    def readValue(self):
        """A list in braces, or everything up to the next comma or closing bracket."""
        if self.sees("{"):
            return self.readBraces()
        parts, depth = [], 0
        while self.next and (depth or not self.sees(",", "}", ")", ";")):
            depth += self.sees("(", "[", "{") - self.sees(")", "]", "}")
            parts.append(self.take())
        if parts and all(kind == "string" for kind, _ in parts):
            return "".join(part for _, part in parts)
        return " ".join(part for _, part in parts)

    def readBraces(self):
        self.take()
        named, plain = {}, []
        while self.next and not self.sees("}"):
            if self.sees("."):
                self.take()
                name = self.take()[1]
                self.take()  # =
                named[name] = self.readValue()
            else:
                plain.append(self.readValue())
            if self.sees(","):
                self.take()
        self.take()
        return named or plain


def readTable(text, name):
    """The rows of the array of that name."""
    start = re.search(rf"\b{name}\[\]\s*=\s*(?=\{{)", text)
    if not start:
        raise ValueError(f"there is no table `{name}`; has it moved?")
    return Reader(scan(text, start.end())).readBraces()


def readRows(text):
    """The rows of a .def file that is made to be included into the braces of a table."""
    return Reader(scan("{" + text + "}")).readBraces()


def readCalls(text, macro):
    """The arguments of each call of a macro in a .def file: DIAG(Code, Error, "text", "hint")."""
    for call in re.finditer(rf"(?m)^\s*{macro}(?=\()", text):
        reader, arguments = Reader(scan(text, call.end())), []
        while not reader.sees(")"):
            reader.take()  # ( or ,
            arguments.append(reader.readValue())
        yield arguments


def readDefaults(text, struct):
    """What the fields of a struct are where a row does not say."""
    body = re.search(rf"(?ms)^struct {struct} \{{\n(.*?)^\}};", text)[1]
    body = re.sub(r"//[^\n]*", "", body)
    fields = re.findall(r"""(\w+) = ("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\{\}|[\w:]+)\s*[,;]""", body)
    return {name: Reader(scan(value)).readValue() or "" for name, value in fields}
