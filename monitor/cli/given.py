"""What people give a command for a file, an address or an id; and what they may have meant."""

import re
from pathlib import Path
from typing import BinaryIO

from monitor.errors import UsageError

_ID = re.compile(r"[0-9]{1,18}")
_ADDRESS = re.compile(r"https?:/")
_BARE_ADDRESS = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S*")


def is_address(given: str) -> bool:
    return bool(_ADDRESS.match(given))


def like_address(given: str) -> str:
    """Asks whether an address was meant that lacks its beginning; nothing for anything else."""
    return f"; did you mean https://{given}?" if _BARE_ADDRESS.fullmatch(given) else ""


def id_of(given: str, *, shown_by: str) -> int:
    """The number that was given. Raises UsageError, which names the command that shows them."""
    if not _ID.fullmatch(given):
        raise UsageError(f"{given!r} is no id, which is a number: `{shown_by}` shows them")
    return int(given)


def opened(given: str, *, otherwise: str) -> BinaryIO:
    """The file. Raises UsageError; `otherwise` says what to do where there is none of this name."""
    try:
        return Path(given).open("rb")
    except IsADirectoryError:
        raise UsageError(f"{given} is a folder; name a file in it") from None
    except FileNotFoundError as error:
        raise UsageError(f"{given}: {error.strerror}{otherwise}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{given} cannot be read: {reason}") from error


def refuse_address(file: Path) -> None:
    """Raises UsageError for an address in the place of a file."""
    if is_address(str(file)):
        raise UsageError("an address is not looked at: download the file first, and name that")
