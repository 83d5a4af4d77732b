"""The lease of a run: one row, with a token that only ever grows.

Whoever holds the newest token may write. A holder that was thought dead and wakes up finds its
token outdated and writes nothing: its page's transaction is what checks (fencing).
"""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from adapter_core.errors import RunLocked
from adapter_core.store.tables import lease

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

RUN = "run"


_RENEW = (
    update(lease)
    .where(
        lease.c.name == bindparam("which"),
        lease.c.token == bindparam("my_token"),
        lease.c.owner == bindparam("me"),
    )
    .values(expires=bindparam("later"))
)


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease as its holder knows it."""

    name: str
    owner: str
    token: int


def myself() -> str:
    """This process, as a lease names it: host, process id, and a part that no other process shares."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def _is_dead(owner: str) -> bool:
    """Whether the holder is a process of this machine that has ended; if in doubt, no."""
    host, _, rest = owner.partition(":")
    pid = rest.partition(":")[0]
    # On Windows, asking a process for a sign of life with os.kill would end it.
    if host != socket.gethostname() or not pid.isdigit() or os.name != "posix":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def acquire(connection: Connection, owner: str, now: datetime, seconds: int, *, where: str) -> Lease:
    """Take the lease of runs, if nobody holds it, or its holder is out of time or dead.

    Raises:
        RunLocked: FP-0601 while another run holds it.
    """
    held = connection.execute(select(lease).where(lease.c.name == RUN).with_for_update()).one()
    if held.owner is not None and held.expires > now and not _is_dead(held.owner):
        host, _, rest = held.owner.partition(":")
        raise RunLocked(
            "FP-0601",
            f"Another run holds the store: process {rest.partition(':')[0]} on {host}, "
            f"until {held.expires:%H:%M:%S} UTC at the latest unless it goes on.",
            where=where,
        )
    token = held.token + 1
    connection.execute(
        update(lease)
        .where(lease.c.name == RUN)
        .values(owner=owner, token=token, expires=now + timedelta(seconds=seconds))
    )
    return Lease(RUN, owner, token)


def renew(connection: Connection, mine: Lease, now: datetime, seconds: int, *, where: str) -> None:
    """Say in this transaction that the run is alive, and make sure that it still may write.

    Raises:
        RunLocked: FP-0602 when another run has taken the lease.
    """
    later = now + timedelta(seconds=seconds)
    given = {"which": mine.name, "my_token": mine.token, "me": mine.owner, "later": later}
    renewed = connection.execute(_RENEW, given)
    if renewed.rowcount != 1:
        raise RunLocked(
            "FP-0602", "This run went silent for too long, and another has taken over.", where=where
        )


def release(connection: Connection, mine: Lease) -> None:
    """Give the lease back; the token stays, so that the next one is greater."""
    connection.execute(
        update(lease)
        .where(lease.c.name == mine.name, lease.c.token == mine.token, lease.c.owner == mine.owner)
        .values(owner=None, expires=None)
    )
