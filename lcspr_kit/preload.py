"""What the report notebook imports. Imported once by the warm process that kernels are forked from.

Nothing of any case is here: modules, and the kit's own lexicon and rules.
"""

import IPython.core.interactiveshell  # noqa: F401

import lcspr_kit.chronology.intake
import lcspr_kit.genogram.draw
import lcspr_kit.privacy.pseudonyms
import lcspr_kit.report.companions
import lcspr_kit.report.skeleton
import lcspr_kit.timeline.overview
import lcspr_kit.timeline.zoom  # noqa: F401
from lcspr_kit.episodes.lexicon import standard_lexicon

standard_lexicon()
