"""Builds librdc with Swift, and the binding from its header.

The wheel holds the library and needs no Swift. A library that is already built
is taken from the environment variable RDC_LIBRARY.
"""

import os
import pathlib
import re
import shutil
import subprocess

from cffi import FFI
from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

INTERFACE = pathlib.Path(__file__).resolve().parent.parent / "CInterface"


def declarations(header: str) -> str:
    """What cffi reads of a header: all but the preprocessor's lines."""
    header = re.sub(r"#ifdef __cplusplus.*?#endif", "", header, flags=re.DOTALL)
    return re.sub(r"^#(?:.*\\\n)*.*$", "", header, flags=re.MULTILINE)


def built_library() -> pathlib.Path:
    """The path of librdc, which Swift builds unless it is there."""
    given = os.environ.get("RDC_LIBRARY")
    if given:
        return pathlib.Path(given)
    script = INTERFACE / "library.sh"
    if not script.exists():
        raise SystemExit("rdc: build from a checkout, or set RDC_LIBRARY")
    done = subprocess.run([script], check=True, stdout=subprocess.PIPE, text=True)
    return pathlib.Path(done.stdout.splitlines()[-1])


class BuildWithLibrary(build_py):
    """Puts library and binding beside the modules."""

    def run(self) -> None:
        super().run()
        package = pathlib.Path(self.build_lib) / "rdc"
        shutil.copyfile(built_library(), package / "librdc.so")
        header = (INTERFACE / "include" / "rdc.h").read_text()
        binding = FFI()
        binding.set_source("rdc._binding", None)
        binding.cdef(declarations(header))
        binding.emit_python_code(str(package / "_binding.py"))


class AnyPython(bdist_wheel):
    """The library is of one platform, and of no version of Python."""

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


class WithLibrary(Distribution):
    """Goes where a platform's modules go."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": AnyPython},
    distclass=WithLibrary,
)
