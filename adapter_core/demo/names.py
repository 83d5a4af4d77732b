"""Names for invented people: common given and family names of many origins, put together by chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameStock:
    """Names that go together.

    Attributes:
        female: given names of women and girls.
        male: given names of men and boys.
        family: family names.
    """

    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]


def _stock(female: str, male: str, family: str) -> NameStock:
    return NameStock(tuple(female.split()), tuple(male.split()), tuple(family.split()))


_BRITISH = _stock(
    female=(
        "Margaret Joan Jean Patricia Sheila Barbara Doreen June Shirley Dorothy Joyce Maureen Elizabeth "
        "Audrey Brenda Sylvia Pamela Eileen Beryl Christine Susan Linda Carol Jacqueline Janet Ann "
        "Gillian Denise Julie Karen Alison Tracey Sharon Nicola Claire Emma Sarah Rebecca Laura Gemma "
        "Hannah Chloe Megan Bethany"
    ),
    male=(
        "John Ronald Kenneth William Peter James Raymond Dennis George Derek Brian Alan Roy Donald Gordon "
        "Norman Leonard Geoffrey Keith Terence David Michael Robert Anthony Colin Graham Trevor Barry "
        "Stephen Paul Andrew Mark Ian Kevin Gary Simon Darren Craig Matthew Daniel Christopher Thomas "
        "Ryan Jack Liam Jordan"
    ),
    family=(
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker "
        "White Roberts Green Hall Wood Jackson Clarke Harris Lewis Turner Hill Cooper Ward Moore Morris "
        "King Watson Baker Harrison Morgan Allen Scott Parker Bennett Phillips Lee Cook Bailey Shaw Price "
        "Marshall Carter Mills Webb Palmer Holmes Fisher Barnes Knight Lloyd Butler Russell Barker "
        "Stevens Jenkins Murray Dixon Hunt Pearce Fletcher Ellis Gibson Andrews Graham Ford Simpson "
        "Ashdown Wickham Tilbury Fenwick Haslam Ormerod Pickles Sutcliffe Thwaite Oakley Hartley Penrose "
        "Trelawny Bowen Griffiths MacDonald Fraser Buchanan O'Hara Carr-Lowe"
    ),
)
_IRISH = _stock(
    female=("Bridget Kathleen Maureen Nora Breda Siobhan Aoife Deirdre Eileen Una Orla Grainne Mary Teresa"),
    male=("Patrick Michael Sean Declan Brendan Eamon Liam Cormac Kieran Dermot Fergal Donal Joseph Aidan"),
    family=(
        "Murphy O'Brien Kelly Byrne Ryan O'Sullivan Doyle Gallagher Doherty Kennedy Lynch Quinn McCarthy "
        "O'Connor Nolan Brennan Burke Collins Maguire Keane"
    ),
)
_EUROPEAN = _stock(
    female=("Maria Anna Zofia Krystyna Elena Ioana Giulia Rosa Halina Agnieszka Ines Katarzyna Svetlana Ewa"),
    male=(
        "Jan Piotr Stanislaw Andrei Mihai Giuseppe Antonio Pawel Tomasz Joao Dimitri Krzysztof Vasile Marek"
    ),
    family=(
        "Kowalski Nowak Wisniewski Popescu Ionescu Rossi Ferrari Silva Santos Kaminski Zielinski "
        "Papadopoulos Petrov Lewandowski Dumitru Costa Moreau Schneider Novak Horvath"
    ),
)
_INDIAN = _stock(
    female=("Kamala Pushpa Sunita Meena Usha Nirmala Harjit Jaspreet Manjit Lakshmi Priya Anita Hansa Rekha"),
    male=("Ramesh Suresh Mohan Gurdev Harbhajan Raj Ashok Vijay Kirit Balbir Sanjay Dinesh Mahesh Arjun"),
    family=(
        "Patel Singh Kaur Sharma Shah Desai Gill Mistry Nair Reddy Mehta Joshi Dhillon Chauhan Parmar Iyer"
    ),
)
_PAKISTANI = _stock(
    female=("Nasreen Shabana Fatima Zainab Rubina Shazia Parveen Amina Khadija Saima Yasmin Ayesha Bushra"),
    male=("Mohammed Ahmed Tariq Imran Khalid Iqbal Nadeem Rashid Shahid Zafar Asif Yusuf Javed Hamza"),
    family=("Khan Hussain Ahmed Malik Mahmood Akhtar Iqbal Mirza Sheikh Qureshi Butt Chaudhry Aziz Siddiqui"),
)
_BANGLADESHI = _stock(
    female=("Rahima Nazma Shahana Rokeya Momtaz Fahmida Ruksana Sultana Hasina Jahanara Taslima Nargis"),
    male=("Abdul Shafiq Rafiq Kamal Jamal Faruk Mizanur Anwar Habib Monir Aminul Salim Nurul Shah"),
    family=("Begum Miah Uddin Rahman Islam Ali Chowdhury Khatun Hoque Alam Karim Haque Sarkar Talukdar"),
)
_CHINESE = _stock(
    female=("Mei Ling Yuk-Lan Siu-Fong Xiu Hua Grace Wai-Yin Lan Jing Suk-Han Helen"),
    male=("Wai Kwok-Wing Chi-Keung Jun Ming Wei Siu-Man Kin Henry Jian Tak-Wah Bo"),
    family=("Wong Chan Cheung Lee Lam Li Wang Zhang Liu Chen Ng Ho Tang Leung"),
)
_AFRICAN = _stock(
    female=(
        "Abena Grace Ngozi Funmilayo Akosua Blessing Comfort Hodan Sahra Chipo Esther Adaeze Yaa Wanjiru"
    ),
    male=("Kwame Emeka Babatunde Kofi Chidi Samuel Abdi Tendai Yaw Oluwaseun Farah Joseph Kwabena Mwangi"),
    family=(
        "Mensah Okafor Adeyemi Boateng Owusu Eze Mohamed Moyo Kamau Ogunleye Abdi Asante Nkosi Ndlovu Sesay"
    ),
)
_CARIBBEAN = _stock(
    female=(
        "Winsome Merlene Pearl Icilda Beverley Marcia Yvonne Hyacinth Lorna Claudette Sonia Gloria Verna"
    ),
    male=("Winston Clive Errol Delroy Neville Carlton Lloyd Desmond Leroy Everton Glenroy Cecil Rupert"),
    family=(
        "Campbell Brown Gordon Grant Clarke Francis Joseph Charles Bailey Henry Edwards Reid Thomas Samuels"
    ),
)
_ARAB = _stock(
    female=("Layla Samira Huda Amal Nadia Salma Rania Khadija Zahra Mariam Leila Shirin Farideh"),
    male=("Ali Hassan Omar Khalil Mahmoud Samir Nabil Yousef Karim Reza Hamid Tarek Bilal"),
    family=("Haddad Khoury Mansour Nasser Hassan Saleh Aziz Farah Karimi Hosseini Rahimi Demir Yilmaz Amin"),
)

STOCKS: dict[str, NameStock] = {
    "white_british": _BRITISH,
    "white_irish": _IRISH,
    "white_gypsy_or_irish_traveller": _IRISH,
    "white_roma": _EUROPEAN,
    "white_other": _EUROPEAN,
    "mixed_white_and_black_caribbean": _CARIBBEAN,
    "mixed_white_and_black_african": _AFRICAN,
    "mixed_white_and_asian": _INDIAN,
    "mixed_other": _EUROPEAN,
    "asian_indian": _INDIAN,
    "asian_pakistani": _PAKISTANI,
    "asian_bangladeshi": _BANGLADESHI,
    "asian_chinese": _CHINESE,
    "asian_other": _INDIAN,
    "black_caribbean": _CARIBBEAN,
    "black_african": _AFRICAN,
    "black_other": _CARIBBEAN,
    "other_arab": _ARAB,
    "other_any": _ARAB,
}
"""Names by ethnicity (`domain.codes`); also the list of ethnicities that the demo knows."""

STAFF = NameStock(
    female=(*_BRITISH.female[20:], *_INDIAN.female[8:], *_AFRICAN.female[:6], *_PAKISTANI.female[:4]),
    male=(*_BRITISH.male[20:], *_INDIAN.male[9:], *_AFRICAN.male[:6], *_CARIBBEAN.male[:4]),
    family=(
        *_BRITISH.family[:60],
        *_INDIAN.family[:6],
        *_AFRICAN.family[:8],
        *_IRISH.family[:8],
        *_ARAB.family[:4],
    ),
)
"""Names of the council's workers."""
