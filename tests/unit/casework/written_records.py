"""Records of conversations with nobody: one to change, and any at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from adapter_core.domain.casework import (
    Action,
    ActionState,
    AdultAnswers,
    Consideration,
    Considered,
    Context,
    ConversationKind,
    ConversationRecord,
    Decision,
    DutyCheck,
    HandedOver,
    Outcome,
    PassedOver,
    PeerDiscussion,
    PeerKind,
    Permission,
    PermissionBasis,
    PersonRef,
    RecordKind,
    RecordUpdate,
    Resource,
    ResourceKind,
    Signpost,
    Solution,
    Speaker,
    SpeakerKind,
    Statement,
    Unable,
)
from adapter_core.domain.codes import CODE_LISTS, CodeList

NOBODY = PersonRef("mosaic", "1200504")
TODAY = date(2026, 11, 23)
SOON = TODAY + timedelta(days=7)


def blank(**changes):
    """A record with nothing in it."""
    return replace(
        ConversationRecord(NOBODY, ConversationKind.ONE, "Asha Example", TODAY, team="East"), **changes
    )


def whole(**changes):
    """A record that can be closed, and departs from no rule of Conversation 1."""
    held = blank(
        happened="Since the fall she does not go out any more.",
        matters="She misses the bowls on Thursdays.",
        statements=(Statement("I miss the bowls.", Speaker(SpeakerKind.PERSON)),),
        prompts={"groundwork": "The bowls club meets round the corner."},
        method="face_to_face",
        actions=(Action("Ring the bowls club together", "Asha Example", due=SOON),),
        signposts=(signpost(),),
    )
    return replace(held, **changes)


def signpost(name="Bowls club", **changes):
    """A signpost to a named contact."""
    made = Signpost(
        NOBODY,
        Resource(ResourceKind.SERVICE, name, contact_name="Sam Example"),
        "company",
        HandedOver.RANG_TOGETHER,
        TODAY,
        TODAY + timedelta(days=14),
        "Asha Example",
        team="East",
    )
    return replace(made, **changes)


_LETTERS = st.one_of(
    st.sampled_from("ab :#-\\\n\t<!>\"'=[]{}|,;.£é\u2028\x85\x00"),
    st.sampled_from(
        [
            "## Actions",
            "<!--",
            "-->",
            "owner: x",
            "- ",
            "  ",
            '"""',
            "\\\\",
            "by: x",
            "\n## ",
            "\n<!--",
            "\nnever shared\n",
        ]
    ),
)
texts = st.lists(_LETTERS, max_size=12).map(lambda parts: "".join(parts).strip())
"""What people and programs type: with what would be a heading, a hint, a key or a quotation mark."""
words = texts.filter(bool)
names = st.sampled_from(["Asha Example", "daughter", "Jo, next door", "owner: x", "Sam"])
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
maybe_days = st.none() | days
costs = st.none() | st.integers(0, 2_000_000)


def ids(name: str):
    """Any id of a code list."""
    codes: CodeList = CODE_LISTS[name]
    return st.sampled_from([code.id for code in codes.codes])


def _several(each):
    return st.lists(each, max_size=2).map(tuple)


speakers = st.builds(Speaker, st.sampled_from(SpeakerKind), names | st.just(""))
considerations = st.builds(Consideration, ids("consideration"), st.sampled_from(Considered), texts)
resources = st.builds(
    Resource, st.sampled_from(ResourceKind), words, names | st.just(""), texts, texts, names
)
permissions = st.builds(
    Permission, words, words, st.sampled_from(PermissionBasis), texts, texts, days, maybe_days
)


@st.composite
def answers(draw):
    """Answers about eligibility that do not contradict themselves."""
    outcomes = draw(st.dictionaries(ids("adult_outcome"), st.booleans(), max_size=3))
    no = [outcome for outcome, achieved in outcomes.items() if not achieved]
    unable = draw(st.dictionaries(st.sampled_from(no), st.sampled_from(Unable))) if no else {}
    maybe = st.none() | st.booleans()
    made = AdultAnswers(
        draw(maybe),
        outcomes,
        unable,
        draw(maybe),
        draw(_several(ids("wellbeing_area"))),
        draw(maybe),
        draw(texts),
    )
    return None if made == AdultAnswers() else made


@st.composite
def signposts(draw):
    """Signposts of one name each."""
    found = draw(st.lists(resources, max_size=2, unique_by=lambda resource: resource.name))
    return tuple(
        Signpost(
            NOBODY,
            resource,
            draw(texts),
            draw(st.sampled_from(HandedOver)),
            draw(days),
            draw(maybe_days),
            "Asha Example",
            team="East",
            permission=draw(st.none() | permissions),
            never_shared=draw(st.booleans()),
        )
        for resource in found
    )


_parts = {
    "record": st.sampled_from(RecordKind),
    "kind": st.sampled_from(ConversationKind),
    "context": st.sampled_from(Context),
    "site": names | st.just(""),
    "contact_on": maybe_days,
    "work_began": maybe_days,
    "method": ids("contact_method") | st.just(""),
    "face_to_face_follow_up": st.none() | st.booleans(),
    "happened": texts,
    "matters": texts,
    "statements": _several(st.builds(Statement, texts, st.none() | speakers, st.booleans())),
    "present": _several(speakers),
    "prompts": st.dictionaries(ids("prompt"), words, max_size=3),
    "considerations": _several(considerations),
    "urgent_change": texts,
    "emergency_plan": texts,
    "good_life": texts,
    "never_shared": texts,
    "long_term_plan": st.booleans(),
    "support_safe": texts,
    "actions": _several(
        st.builds(
            Action,
            texts,
            texts,
            texts,
            _several(names),
            maybe_days,
            costs,
            texts,
            st.sampled_from(ActionState),
            maybe_days,
            st.booleans(),
        )
    ),
    "outcomes": _several(
        st.builds(
            Outcome,
            texts,
            texts,
            texts,
            texts,
            _several(st.builds(Solution, texts, costs)),
            texts,
            st.booleans(),
        )
    ),
    "decisions": _several(
        st.builds(Decision, ids("decision_kind"), texts, texts, texts, maybe_days, st.booleans())
    ),
    "signposts": signposts(),
    "eligibility": st.none() | answers(),
    "duties": _several(st.builds(DutyCheck, ids("core_duty"), st.none() | st.booleans(), texts)),
    "discussions": _several(
        st.builds(PeerDiscussion, st.sampled_from(PeerKind), days, _several(names), texts, st.booleans())
    ),
    "updates": _several(
        st.builds(
            RecordUpdate, st.just("gp_practice"), texts, st.sampled_from(["", "asked_none", "declined"])
        )
    ),
    "passed_over": _several(st.builds(PassedOver, st.just("same_worker"), texts)),
    "ended_how": ids("conversation_end") | st.just(""),
    "ended_on": maybe_days,
    "led_to": st.lists(ids("conversation_result"), max_size=2, unique=True).map(tuple),
    "assessment_requested": st.booleans(),
    "care_of": _several(st.builds(PassedOver, names, texts)),
}


@st.composite
def records(draw):
    """Any record, most of whose parts are empty."""
    chosen = draw(st.sets(st.sampled_from(sorted(_parts)), max_size=4))
    return replace(blank(), **{name: draw(_parts[name]) for name in sorted(chosen)})


@st.composite
def full_records(draw):
    """Any record, with something in every part that can have it."""
    return replace(blank(), **{name: draw(part) for name, part in _parts.items()})
