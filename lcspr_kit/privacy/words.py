"""Words that names are mistaken for: names that are words, shorthand of records, and common English.

Knows nothing of any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lcspr_kit.resources import templates


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


WORD_NAMES = listed(
    """
    abbey abide able ace acre amber angel april archer ash aspen august autumn baby bailey baker ball banks bar barber
    bank bay bean bear beau bell belle berry best bill bird bishop black blanche blaze bliss blossom blue bond bonnie boss
    bowman boy brand brandy bright brook brooks brown buck bud bull burn burns bush butcher butler buttons candy care
    carol carpenter carter case cash castle celeste chance chandler charity chase cherry chip christian christmas church
    clay cliff close clover coach coal cole cook coop cooper coral corn court cross crystal cub daisy dale dawn day dean
    dear deacon destiny dick dollar dolly dove drake drew duke dusty dwell early earl east eden edge ember england eve
    even ever faith farmer fawn fay fern field finch fine fisher flood flora flower ford forest fortune foster fox frank
    free french friend frost gale garland gay gem gene genesis gill ginger glass glen glory gold golden good grace grant
    gray green grey grove guy hale hall hand hank happy hardy harmony harper harvest hasty haven hawk hay hazel head heath
    heather heaven henna hill hobby hollow holly home honey honour hood hope horn house hunt hunter hunt iris iron ivory
    ivy jack jasmine jay jet jewel john joy judge june junior just justice kay keen key kind king kit knight lake lamb lance
    land lane lark laurel law lawn leaf lee legend liberty light lilac lily lion little lively lock long lord lot love low
    loyal luck lucky lush major mandy manner march marina mark marks marsh marshal mason mat may mead mercy merry miles
    mill miller mine mint miracle miss mo moon moor moore moss mount myrtle neat nelly new newman nick noble noon nor
    north nova oak ocean olive olive opal page paige palmer park parker parsons patience pat patsy pearl peace pearl peg
    penny pepper perry petal pink piper pitt poet pole pope poppy porter post potter power precious price pride priest
    prince princess prior prudence queen quick quinn rain ray read reed rice rich ring river rivers robin rock rocky rod
    roman rose rosemary row rowan royal ruby rue rush rusty ruth sable sage saint salt sandy savage scarlet scholar scott
    sea serene serenity shade shades sharp shaw shepherd short sierra silver simple sky skylar slate slaughter small smart
    snow sol song sonny south sparrow spring stage star steel stella stern sterling stone storm strange street strong
    summer sun sunny swan sweet swift tab tanner teal temple thorn thyme tiger tiny tom trace tracy tree trinity true
    trust tucker turner tyler valentine van vale victor viola violet vision walker wall ward warden ware water waters wave
    way weaver webb wells west wheeler white wild will willow win winter wise wolf wood woods worth wren wright york young
    zone miles sum sun an in on is it at as am do go no so to us we me my he be by if of or up
    """
)
"""Names that are words too, or words that some family has as its name: they count with a capital only."""

MONTH_NAMES = frozenset({"april", "may", "june", "august", "march"})
SHORT_MONTHS = frozenset({"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"})
"""Months as tables have them, of which some are pet names: a name but where a month would stand."""
VERB_NAMES = frozenset({"may", "will", "mark", "hope", "long", "grant", "chase", "drew", "rose", "bill", "pat", "rob", "sue", "love", "read", "trust", "miss", "price", "ward", "cook", "burns"})
"""Names that can open a sentence as a verb: `May need a referral`."""

STRONG_VERBS = listed(
    """
    said says told tells asks went came lives left who whose wanted felt took gave got made saw knew thought brought ran fell hit
    spoke wrote met kept sat slept ate held heard lost paid sent spent stood swore threw understood woke wore drove drank broke chose
    forgot hid rang texted drew cried wept bit kicked states reports feels wants looks attends presents stays thinks knows likes
    hates hadn wasn didn aged did does
    """
)
"""What a person does or has done: words after a name that words and months don't have after them (past
tenses in -ed go without saying)."""

ROLE_WORDS = listed(
    """
    worker officer constable visitor teacher headteacher nurse doctor consultant paediatrician inspector sergeant detective manager
    coordinator chair practitioner clinician therapist psychologist psychiatrist registrar assistant coach mentor tutor headmaster
    child infant toddler pupil patient client boy girl teenager adult parent carer guardian childminder landlord neighbour partner
    boyfriend girlfriend husband wife son daughter nephew niece twin sibling judge magistrate solicitor social health school police
    """
)
"""What somebody may be, before a surname: `Social Worker Smith`, `Child Smith`."""

FORENAMES = listed(
    """
    adam alan alex alice amanda andrew angela anna anne anthony barbara ben brian carl caroline catherine charles charlotte chris
    christine claire colin craig daniel danielle darren dave david dawn debbie deborah denise derek diane donna doreen edward
    elaine elizabeth emily emma eric fiona gareth gary gemma geoffrey george gillian graham hannah harry heather helen henry
    ian isabel jack jacqueline james jane janet jason jean jennifer jessica joan joanne john jonathan joseph joyce julia julie
    karen kate katherine keith kelly kenneth kerry kevin kim laura lauren leanne lee lesley lewis linda lisa louise lucy lynn
    margaret maria marie martin mary matthew maureen megan michael michelle mike nancy natalie natasha neil nicola nigel oliver
    pamela patricia patrick paul pauline peter philip rachel raymond rebecca richard rob robert roger ronald rosemary roy russell
    ryan sally samantha sandra sara sarah sean shane sharon sheila simon sophie stacey stephanie stephen steve steven stuart susan
    suzanne tanya teresa terry thomas tim tina tony tracey trevor valerie vicki victoria wayne wendy william zoe
    """
)
"""Common first names in Britain that a list of English words holds too: before a surname they make it somebody's."""

ABBREVIATIONS = listed(
    """
    AA AC AD AE AM AP AR AS AT BA BP CA CC CD CE CF CG CI CIN CP CPS CS CSC CV DA DC DCI DI DI DN DNA DOB DR DS DT DV DVD EA ED EH
    EP EPO ER ETA FA FGC FII FM FS GA GB GP HA HE HMP HO HR HV IA ICB ICU ID IE IN IO IP IRO IS IT IV LA LAC LADO LCS
    LD LGA LP MA MASH MC MD MGF MGM MH MHA MIU MO MP MS NA NB NFA NG NHS NI NMW NO NP NS OD OK OM ON OP OR OT OW PA PC PCS PCT PE PGF PGM
    PM PMH PN PO PP PPO PR PS PT QA QC RA RE RN RO SA SC SEN SG SI SIO SM SN SO SOP SP SS ST SW TA TB TM TV UC UK UN UP UPN US UTI VS WC WE WM YOS YP
    AF AI AO AOB AV BF BG BM BMI BN BR BT CBT CM CO CRB CSE CT DBS DD DP DQ DWP ECG EEG EHA EHC EHCP ET EU FAO FE FFT FP GI GCS HB HC HD HIV HQ
    HT IB IG IM IUD IVF IR JR KG KM KS LH LL LP LSA LSCB LT MAU MBE MDT MG ML MM MMR MRI MSU MT MW NAI NB NCB NE NEET NICU NN NVQ NW OBE OC OOH
    PAYE PB PC PDF PE PEP PI PICU PIN PLO PNC PP PPE PRU PSHE QE RAF RC RH RIP RMN ROM RT RTA SAR SCBU SE SEND SGO SI SL SOL SU SW TAC TAF TBC
    TEL TL TPN TTO TTA UA UTD VC VE VT WB WHO WI WO WTE XR YJS
    """
)
"""Shorthand of records, in capitals, that is nobody's initials."""

TITLES = ("mr", "mrs", "ms", "miss", "mx", "master", "dr", "doctor", "prof", "professor", "sir", "lady", "rev", "reverend", "fr", "pc", "dc", "ds", "di", "dci", "pcso", "sgt", "sergeant", "cllr", "mme", "nurse", "midwife")
KIN_WORDS = listed(
    """
    baby nan nana nanna nanny nain gran granny grandma grandmother grandad granddad grandpa grandfather granda gramps grampy nannan taid auntie aunty aunt uncle
    mum mummy mam mother dad daddy father cousin brother sister big little old young step half our great stepdad stepmum
    """
)
"""Words that go before a first name in an alias (`Nanna Carol`) and name nobody by themselves."""
KIN_ABROAD = listed(
    """
    nani nana nanu nano nanaji dada dadi dadu daada daadi dadima baba abba abbu abu ammi amma ammu umi khala khalu chacha chachi phupo phuppi mama mami masi
    bibi babcia babunia dziadek dziadzia oma opa yiayia papou abuela abuelo tata teta jido jiddo halmoni lola lolo ate kuya nonna nonno mamgu tadcu seanair ba ma papa pa da
    """
)
"""What children of families with other languages call their kin: as good as `Grandmother` in a text, and no name."""
SAYING = listed("said says told tells asks rang texted phoned states stated reports thinks feels wants denies refuses discloses who whose")
"""What only a person does: after a name that is a word in small letters they make it a name (`pike said`)."""
MALE_TITLES = frozenset({"mr", "master", "sir", "fr"})
FEMALE_TITLES = frozenset({"mrs", "ms", "miss", "lady", "mme"})
FAMILY_WORDS = ("family", "families", "household", "children", "siblings", "twins", "brothers", "sisters", "boys", "girls", "home", "address", "parents", "household's")

# How often a word has to occur in the list to count as one: below this are slips and rare names.
_COMMON = 60
_OF_THE_FIELD = listed(
    """
    paediatric paediatrics paediatrician anonymised anonymise pseudonymised partnership partnerships safeguarding multiagency
    attachment neglect nonmolestation chronology chronologies genogram practitioner practitioners caseworker camhs senco
    ofsted marac lado icb mash iro cafcass ingested perinatal postnatal antenatal immunisations centile centiles
    """
)


@cache
def _frequencies() -> Mapping[str, int]:
    """How often words occur: the English frequency list of the package pyspellchecker (MIT), read from its files."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1).word_frequency.dictionary


@cache
def vocabulary() -> frozenset[str]:
    """Common English words, folded: what a typing slip in a name is never sought among."""
    return frozenset(word for word, count in _frequencies().items() if count >= _COMMON) | _OF_THE_FIELD | KIN_WORDS


def is_in_list(folded: str) -> bool:
    """Whether the list of English words holds a token, as a word or as a name that many have."""
    return folded in _frequencies()


@cache
def is_rare_word(folded: str) -> bool:
    """Whether a token is a word that few use (`bellwether`): the list has it and its plural, and it is no name.

    Places are called by such words; a slip in a name is still sought among them.
    """
    words = _frequencies()
    return folded in words and folded + "s" in words and folded not in names_of_people() and not is_word(folded)


@cache
def _listed_in(name: str) -> frozenset[str]:
    """The words of one of the kit's own lists in `templates/privacy`; lines that begin with # say what it is."""
    text = (templates() / "privacy" / name).read_text(encoding="utf-8")
    return listed("\n".join(line for line in text.splitlines() if not line.startswith("#")))


@cache
def names_of_people() -> frozenset[str]:
    """Common names of people and places that are no word in small letters; the list of English words holds many of them."""
    return _listed_in("names-not-words.txt") | FORENAMES


@cache
def surname_words() -> frozenset[str]:
    """Words that are common surnames: after a first name, with a capital, they are one (`Peter Bolt`)."""
    return _listed_in("surnames-that-are-words.txt")


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """What somebody of a first name (folded) may be called besides: `Kate` for `Katherine`, and the other way."""
    others: dict[str, set[str]] = {}
    for line in (templates() / "privacy" / "nicknames.txt").read_text(encoding="utf-8").splitlines():
        group = [] if line.startswith("#") else line.split()
        for name in group:
            others.setdefault(name, set()).update(group)
    return {name: frozenset(group - {name}) for name, group in others.items()}


_BRITISH = (("our", "or"), ("is", "iz"), ("ys", "yz"), ("ae", "e"), ("oe", "e"), ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("ence", "ense"), ("tre", "ter"), ("ogue", "og"))


@cache
def is_word(folded: str) -> bool:
    """Whether a folded token is a common English word, in British spelling too, or a plain ending of one."""
    words = vocabulary()
    if folded in words:
        return True
    if folded.endswith(("mme", "mmes")) and folded.replace("mme", "m") in words:
        return True
    if len(folded) > 4 and any(british in folded and folded.replace(british, american) in words for british, american in _BRITISH):
        return True
    return folded.endswith("s") and len(folded) > 4 and folded[:-1] in words


def is_plain_word(folded: str) -> bool:
    """Whether a folded token is a word of the dictionary, and not only a name that a list of words holds."""
    names = names_of_people()
    if folded in WORD_NAMES:
        return True
    return is_word(folded) and not (folded in names or (folded.endswith("s") and folded[:-1] in names))
