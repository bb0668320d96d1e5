"""What the report notebook needs that is the same for every case, loaded before there is one.

Nothing of any case is here: modules, the kit's own lexicon, words and templates.
"""

import gc

from lcspr_kit.jupyter import leave_out_debugger

gc.disable()  # looking for rubbish among modules that all stay takes a fifth of the time

leave_out_debugger()

import holidays  # noqa: E402, F401
import ipykernel.ipkernel  # noqa: E402
import ipykernel.kernelapp  # noqa: E402
import ipykernel.zmqshell  # noqa: E402, F401
import IPython.core.interactiveshell  # noqa: E402, F401
import mistune  # noqa: E402, F401
import xlsxwriter  # noqa: E402, F401

import lcspr_kit.chronology.intake  # noqa: E402
import lcspr_kit.genogram.draw  # noqa: E402
import lcspr_kit.privacy.pseudonyms  # noqa: E402
import lcspr_kit.report.companions  # noqa: E402
import lcspr_kit.report.skeleton  # noqa: E402
import lcspr_kit.timeline.overview  # noqa: E402
import lcspr_kit.timeline.zoom  # noqa: E402, F401
from lcspr_kit.episodes.lexicon import standard_lexicon  # noqa: E402
from lcspr_kit.privacy.words import vocabulary  # noqa: E402
from lcspr_kit.report.templating import compile_templates  # noqa: E402

standard_lexicon()
vocabulary()
compile_templates()
gc.freeze()
gc.enable()
