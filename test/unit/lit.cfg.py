"""The unit tests are one program; lit asks it for its tests and runs them side by side."""
import os

import lit.formats

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
build = os.path.abspath(lit_config.params.get("build", os.path.join(root, "build")))

config.name = "unit"
config.test_format = lit.formats.GoogleTest(".", "sluice-unit")
config.test_source_root = os.path.join(build, "bin")
config.test_exec_root = os.path.join(build, "test", "unit")
os.makedirs(config.test_exec_root, exist_ok=True)
if not os.path.exists(os.path.join(config.test_source_root, "sluice-unit")):
    lit_config.fatal(f"{config.test_source_root} has no sluice-unit; build everything first")
