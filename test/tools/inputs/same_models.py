"""Checks that `list --format json` prints the models of manifests, one after the other.

    same_models.py LIST MANIFEST...

A manifest also says what changed, which a list does not know.
"""
import json
import sys


def loadJson(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    listed = loadJson(sys.argv[1])
    models = [{key: value for key, value in model.items() if key != "change"}
              for path in sys.argv[2:] for model in loadJson(path)["models"]]
    differing = [(a, b) for a, b in zip(listed, models) if a != b]
    if len(listed) != len(models) or differing:
        sys.exit(f"{len(listed)} listed, {len(models)} in the manifests; {differing[:1]}")


if __name__ == "__main__":
    main()
