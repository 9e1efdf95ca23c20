"""Plans for the tests, in few words.

    orders = Model("s", "orders", columns=["a", "b"])
    plan(engine, orders.build("2", "SELECT 1 AS a, 2 AS b"), orders.move("1", "2"))

A model `s.orders` of version 2 stands in `p.orders__2`; its view is `s.orders`. On an engine without schemas the parts
are joined. `{orders:2}` in a query is the name of a physical table.
"""
import re


class Model:
    def __init__(self, schema, name, columns=None):
        self.schema, self.name, self.columns = schema, name, columns

    def build(self, version, query="", **more):
        return ("build", {"kind": "table", "model": f"{self.schema}.{self.name}", "object": ["p", f"{self.name}__{version}"],
                          "columns": [[column] for column in self.columns or []], "query": query, **more})

    def target(self, version, columns=None):
        return version and {"object": ["p", f"{self.name}__{version}"], "columns": columns or self.columns or []}

    def move(self, before, after, columnsBefore=None, description=""):
        return ("view", {"model": f"{self.schema}.{self.name}", "view": [self.schema, self.name],
                         "before": self.target(before, columnsBefore), "after": self.target(after), "description": description})


def plan(engine, *parts, environment="prod"):
    builds = [value for kind, value in parts if kind == "build"]
    views = [value for kind, value in parts if kind == "view"]
    schemas = sorted({"p", *(value["view"][0] for value in views)}) if engine.hasSchemas else []

    def fit(value):
        for key in ("object", "view"):
            if key in value:
                value[key] = engine.parts(*value[key])
        for key in ("before", "after"):
            if value.get(key) and isinstance(value[key], dict):
                fit(value[key])
        texts = [value] if "query" in value else []
        for item in texts + value.get("audits", []):
            item["query"] = physical(engine, item["query"])
        for key in ("before", "after"):
            if isinstance(value.get(key), list):
                value[key] = [physical(engine, text) for text in value[key]]

    for value in builds + views:
        fit(value)
    return {"engine": engine.kind, "gateway": "test", "environment": environment, "schemas": schemas, "builds": builds, "views": views}


def physical(engine, text):
    return re.sub(r"\{(\w+):(\w+)\}", lambda found: engine.name("p", f"{found[1]}__{found[2]}"), text)
