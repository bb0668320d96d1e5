"""An invented register that has every difficulty: word-names, shared names, accents, joined names."""

from lcspr_kit.edtf import read_edtf
from lcspr_kit.privacy.register import Person, Place, Register

REGISTER = Register(
    (
        Person("p01", "Kye Anthony Brannow", ("Kyz",), "Child A", "subject child", "M", born=read_edtf("2019-04-03")),
        Person("p02", "Hope Brannow", (), "Mother", "mother", "F"),
        Person("p03", "Kye O'Tarrish", (), "Father", "father", "M"),
        Person("p04", "Siobhán Wick-Ferrant", (), "Social Worker 1", "professional social worker", "F"),
        Person("p05", "May Law", ("Nanna May",), "Maternal grandmother", "grandmother", "F"),
        Person("p06", "Dr Jana Müllach", ("Dr M",), "GP 1", "professional gp", "F"),
        Person("p07", "Anna van der Quell", (), "Aunt", "aunt", "F"),
    ),
    (
        Place("l1", "St Cuthwin's Primary School", (), "Primary School 1", "school"),
        Place("l2", "14 Larrow Road", (), "Street 1", "street"),
        Place("l3", "Quayfold Surgery", (), "Practice 1", "surgery"),
    ),
)
