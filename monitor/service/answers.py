"""What is answered to who asks in Slack how everything is. Pure."""

from monitor.service.heartbeat import sources_line, troubles
from monitor.status import Status


def status_in_words(status: Status) -> str:
    """What is wrong first, then sources, alerts, archive and service, a line each."""
    counts = status.outbox
    roles = ", ".join(one.role for one in status.processes) or "none"
    return "\n".join([
        *(troubles(status) or ["All is well."]),
        sources_line(status),
        f"Alerts: {counts.waiting:,} wait, {counts.unknown:,} are of unknown fate,"
        f" {counts.refused:,} were refused.",
        f"Archive: {status.articles:,} articles, {status.matches:,} matches for"
        f" {status.watches:,} watched names.",
        f"Processes: {roles}; configuration {status.config_digest[:12]}.",
    ])  # fmt: skip
