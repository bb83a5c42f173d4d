"""`python -m tests.corpus.making [NN …]`: makes the documents of the corpus, or those whose names begin so."""

import importlib
import pkgutil
import sys
from pathlib import Path

from tests.corpus import making
from tests.corpus.making.facts import DOCUMENTS, make

FOLDER = Path(__file__).parents[1]

for _module in pkgutil.iter_modules(making.__path__):
    if not _module.name.startswith("_"):
        importlib.import_module(f"{making.__name__}.{_module.name}")

for _name in sorted(DOCUMENTS):
    if not sys.argv[1:] or Path(_name).name.startswith(tuple(sys.argv[1:])):
        sys.stdout.write(_name + "\n")
        make(_name, FOLDER)
