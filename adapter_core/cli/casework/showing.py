"""How the commands of conversations show what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.cli.casework.common import action_as_json, day, record_as_text, signpost_as_json
from adapter_core.cli.common import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.domain.casework import Action, Signpost
    from adapter_core.domain.directory import Hit
    from adapter_core.service.casework.closing import Closed
    from adapter_core.service.casework.conversations import Shown, Started
    from adapter_core.service.casework.desk import Desk
    from adapter_core.service.casework.kept_texts import KeptText
    from adapter_core.store.casework.conversations import Conversation

KINDS = {"conversation_record": "Conversation", "case_note": "Case note"}
WITHDRAWN = "entered_in_error"


def started(begun: Started, desk: Desk) -> None:
    """What a worker knows before a conversation: gaps, and what is near."""
    from adapter_core.cli.missing import show_answer  # noqa: PLC0415 - only when run

    out = console()
    for line in begun.words:
        out.print(line, style="bold")
    if begun.gaps.answer is not None:
        show_answer(begun.gaps.answer, desk.application.titles)
    elif begun.gaps.problem is not None:
        out.print(f"What is missing could not be asked: {begun.gaps.problem.message}", style="yellow")
    near = f" near {begun.local.near}" if begun.local.near else ""
    out.print(f"What there is{near}", style="bold")
    for hit in begun.local.hits:
        out.print(f"  {hit_line(hit)}", soft_wrap=True)
    if begun.local.words:
        out.print(f"  {begun.local.words}")
    if begun.others:
        out.print(f"Open besides: {', '.join(f'C{each}' for each in begun.others)}.")


def hit_line(hit: Hit) -> str:
    """A service and whom to ask, on one line."""
    contact = hit.contact
    whom = ""
    if contact is not None:
        phone = (
            contact.phones[0].original if contact.phones else (contact.emails[0] if contact.emails else "")
        )
        whom = f": ask for {', '.join(filter(None, (contact.name, contact.role, phone)))}"
    return f"{hit.service.service.name}{whom}  [{hit.service.service.id}]"


def how_to_go_on(number: int, *, written: bool) -> None:
    """What to do next with a draft."""
    out = console()
    if written:
        out.print(f"Begun: C{number}, and what you wrote is in it. To close it:")
    else:
        out.print(f"Begun: C{number}. Write in it, then close it:")
        out.print(f"  fingerpost conversation edit C{number} --file record.md", soft_wrap=True)
    out.print(f"  fingerpost conversation close C{number}", soft_wrap=True)


def whose(begun: Started, team: str) -> None:
    """In which team's lists a record is, where nobody named the team."""
    out, how = console(), f'"- team: NAME" under "About this conversation" in the file of C{begun.id}'
    if not team:
        out.print(f"It names no team, so that it is in no team's list. Say it with {how}.", soft_wrap=True)
    elif team == begun.found_team:
        out.print(f"Team: {team}, as the case system has it. Another one: {how}.", soft_wrap=True)


def started_as_json(begun: Started, revision: int, team: str) -> dict[str, Any]:
    """What was begun, for programs."""
    from adapter_core.cli.missing import answer_as_json  # noqa: PLC0415 - only when run

    answer, problem = begun.gaps.answer, begun.gaps.problem
    return {
        "schema": 1,
        "conversation": f"C{begun.id}",
        "revision": revision,
        "person": {"source": begun.record.person.source, "ref": begun.record.person.ref},
        "team": team,
        "words": list(begun.words),
        "before": answer_as_json(answer) if answer is not None else None,
        "problem": problem.as_json()["error"] if problem is not None else None,
        "local": [hit_as_json(hit) for hit in begun.local.hits],
        "local_words": begun.local.words,
        "others": [f"C{each}" for each in begun.others],
    }


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """A service and whom to ask, for programs."""
    contact = hit.contact
    return {
        "service": hit.service.service.id,
        "name": hit.service.service.name,
        "contact": contact and {"id": contact.id, "name": contact.name, "role": contact.role},
        "metres": hit.metres,
        "why": list(hit.why),
    }


def one_as_json(one: Conversation) -> dict[str, Any]:
    """What is known of a conversation without reading it."""
    return {
        "id": f"C{one.id}",
        "person": {"source": one.person.source, "ref": one.person.ref},
        "kind": one.kind.value,
        "record": one.record.value,
        "state": one.state.value,
        "worker": one.worker,
        "team": one.team,
        "site": one.site,
        "started": one.started.isoformat(),
        "version": one.version,
        "draft": one.draft,
        "follows": f"C{one.follows}" if one.follows else None,
        "closed": one.closed.isoformat() if one.closed else None,
    }


def shown_as_json(found: Shown) -> dict[str, Any]:
    """A conversation with its text, as the file that people edit."""
    return {
        "schema": 1,
        **one_as_json(found.conversation),
        "words": list(found.words),
        "version_shown": found.version.number if found.version else None,
        "text": record_as_text(found.record) if found.record is not None else None,
        "revision": found.draft.revision if found.draft else None,
        "versions": [
            {
                "number": each.number,
                "made": each.made.isoformat(),
                "by": each.by,
                "digest": each.digest,
                "purged": each.purged.isoformat() if each.purged else None,
            }
            for each in found.versions
        ],
        "actions": [action_as_json(each.id, each.action) for each in found.actions],
        "signposts": [signpost_as_json(each) for each in found.signposts],
        "kept": [f"R{each}" for each in found.rivals],
    }


def shown(found: Shown) -> None:
    """A conversation on the terminal."""
    out, one = console(), found.conversation
    withdrawn = one.state.value == WITHDRAWN
    which = f", version {found.version.number}" if found.version else ", draft"
    which += ", withdrawn" if withdrawn else ""
    what = f"{KINDS[one.record.value]} {one.kind.value}" if one.record.value in KINDS else one.kind.value
    out.print(
        f"C{one.id}{which}: {what} with {one.person.ref}, {one.worker}, {day(one.started)}", style="bold"
    )
    for line in found.words:
        out.print(line, style="bold")
    if found.record is not None:
        out.print()
        out.print(record_as_text(found.record), soft_wrap=True)
    elif withdrawn and found.version is None:
        out.print("It was withdrawn before it was closed: the case system has nothing of it.")
    else:
        out.print("Its text is in the case system, and no longer here.")
    if found.version is not None and found.draft is not None and not withdrawn:
        out.print(f"A draft of the next version is open: fingerpost conversation show C{one.id} --draft")
    for each in found.actions:
        due = f", by {day(each.action.due)}" if each.action.due else ""
        told = f"A{each.id} {each.action.state.value}: {each.action.what} ({each.action.owner}{due})"
        out.print(f"{told}{marked(each.action)}")
    for post in found.signposts:
        out.print(f"S{post.id} {post.state.value}: {pointed(post)}{marked(post)}", soft_wrap=True)
    if found.rivals:
        names = ", ".join(f"R{each}" for each in found.rivals)
        out.print(f"Kept beside it: {names}. See them with: fingerpost conversation kept C{one.id}")


def marked(one: Action | Signpost) -> str:
    """Words for what is never shared; nothing for anything else."""
    return " Never shared." if one.never_shared else ""


def listed(found: Sequence[Conversation]) -> None:
    """A line each."""
    out = console()
    if not found:
        out.print("There is no conversation with this person yet.")
    for one in found:
        version = f"version {one.version}" if one.version else "draft"
        withdrawn = one.state.value == WITHDRAWN
        also = ", with an open draft" if one.version and one.draft and not withdrawn else ""
        state = "withdrawn" if withdrawn else one.state.value
        kind = f"{KINDS[one.record.value]} {one.kind.value}"
        out.print(f"C{one.id}  {day(one.started)}  {kind}  {one.worker}  {version}{also} ({state})")


def closed_as_json(done: Closed) -> dict[str, Any]:
    """What closing did, for programs."""
    return {
        "schema": 1,
        "conversation": f"C{done.id}",
        "version": done.version,
        "again": done.again,
        "actions": [f"A{each}" for each in done.actions],
        "signposts": [f"S{each}" for each in done.signposts],
        "deliveries": [f"D{each}" for each in done.deliveries],
        "advice": [
            {"rule": each.rule, "words": each.words, "source": each.source, "passed_over": each.passed_over}
            for each in done.advice
        ],
        "kept": [f"R{each}" for each in done.rivals],
        "words": list(done.words),
    }


def closed(done: Closed, title: str) -> None:
    """What closing did."""
    out = console()
    was = "was closed already" if done.again else "is closed"
    out.print(f"C{done.id} {was}, as version {done.version}.", style="bold")
    for line in done.words:
        out.print(line)
    if done.actions:
        out.print(f"Actions: {', '.join(f'A{each}' for each in done.actions)}")
    for each in done.pointed:
        out.print(f"S{each.id}: {pointed(each)}", soft_wrap=True)
    if done.deliveries:
        names = ", ".join(f"D{each}" for each in done.deliveries)
        out.print(f"To enter in {title}: {names}. See it with: fingerpost deliveries list")
    for advice in done.advice:
        if not advice.passed_over:
            out.print(f"Advice: {advice.words} ({advice.source})", soft_wrap=True)
    if done.rivals:
        out.print(f"Still kept beside it: {', '.join(f'R{each}' for each in done.rivals)}.")
        out.print(
            "Take it in or dismiss it; it is deleted in a month, once this was seen in the case system."
        )


def pointed(one: Signpost) -> str:
    """To what somebody was pointed, whom to ask for there, and when to look again."""
    whom = f", ask for {one.resource.contact_name}" if one.resource.contact_name else ""
    due = f" Look again on {day(one.due)}." if one.due else ""
    return f"{one.resource.name}{whom}.{due}"


def kept_as_json(one: KeptText) -> dict[str, Any]:
    """A kept text, for programs."""
    return {
        "id": f"R{one.id}",
        "by": one.by,
        "saved": one.saved.isoformat(),
        "differs": [each.name for each in one.differences],
        "text": record_as_text(one.record),
    }


def kept(found: Sequence[KeptText], number: int) -> None:
    """The texts that were kept beside a conversation."""
    out = console()
    if not found:
        out.print(f"Nothing is kept beside C{number}.")
    for one in found:
        out.print(f"R{one.id}: {one.by}, {one.saved.astimezone():%d/%m/%Y %H:%M}", style="bold")
        if one.differences:
            out.print(f"Differs in: {', '.join(dict.fromkeys(each.name for each in one.differences))}")
        out.print(record_as_text(one.record), soft_wrap=True)
        out.print(f"To take it: fingerpost conversation take R{one.id}", soft_wrap=True)
        out.print(f"To delete it: fingerpost conversation dismiss R{one.id}", soft_wrap=True)
