// Literals and decorators of Python files.
#include "frontend/python/read_python.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {

std::vector<PythonDecorator> read(const char *text) { return readDecorators(SourceFile{"m.py", text, 1}); }

const Value *valueOf(const PythonDecorator &decorator, StringRef name) {
  const PythonArgument *argument = decorator.find(name);
  return argument && argument->value ? &*argument->value : nullptr;
}

TEST(Python, ReadsLiterals) {
  auto found = read("# @model('no')\n"
                    "import x\n"
                    "TYPES = {'a': 'int', \"b\": \"te\" 'xt'}\n"
                    "@sqlmesh.model(\n"
                    "    'a.b', # name\n"
                    "    columns=TYPES, n=-1_000, r=1.5, on=True, off=None,\n"
                    "    kind=dict(name=ModelKindName.FULL), tags=['x', r'\\d', \"\"\"y\n\"\"\"], one=('a'), list=('a',),\n"
                    ")\n"
                    "@other\n"
                    "async def f(context):\n"
                    "    context.table('t'); context.resolve_table(\"u\")\n"
                    "    @model('inner')\n"
                    "    def g(): pass\n"
                    "def h(context): context.table('no')\n");
  ASSERT_EQ(found.size(), 2u);
  const PythonDecorator &model = found[0];
  EXPECT_EQ(model.name, "model");
  EXPECT_EQ(model.function, "f");
  EXPECT_EQ(model.tables, (std::vector<std::string>{"t", "u"}));
  EXPECT_EQ(model.arguments[0].value->text, "a.b");
  EXPECT_EQ(valueOf(model, "columns")->keys, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(valueOf(model, "columns")->items[1].text, "text");
  EXPECT_EQ(valueOf(model, "n")->text, "-1000");
  EXPECT_EQ(valueOf(model, "r")->kind, Value::Kind::Float);
  EXPECT_TRUE(valueOf(model, "on")->flag);
  EXPECT_EQ(valueOf(model, "off")->kind, Value::Kind::Null);
  EXPECT_EQ(valueOf(model, "kind")->items[0].text, "FULL");
  EXPECT_EQ(valueOf(model, "tags")->items[1].text, "\\d");
  EXPECT_EQ(valueOf(model, "tags")->items[2].text, "y\n");
  EXPECT_EQ(valueOf(model, "one")->text, "a");
  EXPECT_EQ(valueOf(model, "list")->items.size(), 1u);
}

TEST(Python, WhatIsComputedHasNoValue) {
  auto found = read("@model(f'{x}', columns={**base}, a=f(1), b=1 + 2, c=[x], d='kept')\ndef f(): pass\n");
  ASSERT_EQ(found.size(), 1u);
  for (const PythonArgument &argument : found[0].arguments)
    EXPECT_EQ(argument.value.has_value(), argument.name == "d") << argument.name;
}

TEST(Python, BrokenTextEnds) {
  for (const char *text : {"@model(", "@model('", "@model({'a': [", "@", "@model(a=", "'''", "\\", "def", "@model(((((", "x ="})
    EXPECT_LE(read(text).size(), 1u) << text;
  EXPECT_EQ(readClassNames(SourceFile{"m.py", "class Mine(Base):\n    NAME = 'other'\n", 1}),
            (std::vector<std::string>{"Mine", "other"}));
}

} // namespace
