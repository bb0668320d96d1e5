"""What the report notebook imports. Imported once by the warm process that kernels are forked from."""

import IPython.core.interactiveshell  # noqa: F401
import lxml.etree  # noqa: F401
import numpy  # noqa: F401
import openpyxl  # noqa: F401
import pandas  # noqa: F401
import rapidfuzz  # noqa: F401
import ruamel.yaml  # noqa: F401
import scipy.optimize  # noqa: F401

import lcspr_kit.case
import lcspr_kit.report.blocks  # noqa: F401
