"""What may be passed on: by default the person gets details, and the service gets nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_core.domain.casework.signposts import HandedOver, Permission, Signpost
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

WARM = (HandedOver.INTRODUCED, HandedOver.RANG_TOGETHER)
"""Ways in which somebody else hears of the person."""


def holds(permission: Permission | None, on: date) -> bool:
    """Whether a permission was given by a day, and not withdrawn by then."""
    if permission is None or permission.on > on:
        return False
    return permission.withdrawn_on is None or permission.withdrawn_on > on


def may_tell(signpost: Signpost, on: date) -> bool:
    """Whether the contact may be told, or asked, anything about the person."""
    return holds(signpost.permission, on)


def check(signpost: Signpost, *, on: date) -> None:
    """Refuse a signpost that passes on more than it may.

    Args:
        signpost: a new one.
        on: the day on which it is written down.

    Raises:
        UsageError: FP-1030 (handed over warmly without a permission that holds), FP-1031 (a permission
            that does not say what, with whom, how and by whom, or with days that cannot be).
    """
    permission = signpost.permission
    if permission is not None:
        for name in ("what", "to", "how", "by"):
            if not getattr(permission, name).strip():
                raise UsageError(
                    "FP-1031", f"The permission does not say: {name}.", where=f"permission.{name}"
                )
        if permission.on > on:
            raise UsageError("FP-1031", "The permission is of a day to come.", where="permission.on")
        if permission.withdrawn_on is not None and permission.withdrawn_on < permission.on:
            raise UsageError(
                "FP-1031",
                "The permission was withdrawn before it was given.",
                where="permission.withdrawn_on",
            )
    if signpost.handed_over in WARM and not holds(permission, signpost.given_on):
        raise UsageError(
            "FP-1030",
            "Handed over warmly, somebody else hears of the person: that needs a permission of that day.",
            where="permission",
        )


def withdraw(signpost: Signpost, *, on: date) -> Signpost:
    """The signpost once its permission is withdrawn; unchanged where there is none, or it is already.

    Raises:
        UsageError: FP-1031 for a day before it was given.
    """
    permission = signpost.permission
    if permission is None or permission.withdrawn_on is not None:
        return signpost
    if on < permission.on:
        raise UsageError(
            "FP-1031", "The permission was withdrawn before it was given.", where="permission.withdrawn_on"
        )
    return replace(signpost, permission=replace(permission, withdrawn_on=on))
