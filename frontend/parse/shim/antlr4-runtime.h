// Stands before ANTLR's umbrella header of the same name in the include path of
// this folder. Generated code asks for that one; a parser needs only the parts
// below, and clang rejects another (misc/InterpreterDataReader.h of 4.9).
#pragma once
#include "antlr4-common.h"

#include "BailErrorStrategy.h"
#include "BaseErrorListener.h"
#include "DefaultErrorStrategy.h"
#include "Exceptions.h"
#include "FailedPredicateException.h"
#include "InputMismatchException.h"
#include "NoViableAltException.h"
#include "Parser.h"
#include "ParserRuleContext.h"
#include "Token.h"
#include "TokenSource.h"
#include "TokenStream.h"
#include "Vocabulary.h"
#include "atn/ATN.h"
#include "atn/ATNDeserializer.h"
#include "atn/ParserATNSimulator.h"
#include "dfa/DFA.h"
#include "misc/IntervalSet.h"
#include "support/CPPUtils.h"
#include "tree/TerminalNode.h"
