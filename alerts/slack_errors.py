"""What Slack's error codes mean for a message, and for the person who can act on them. Pure.

Sources: the errors of each method at https://docs.slack.dev/reference/methods. A code that is not
named here may mean anything, also that the message was posted.
"""

from datetime import timedelta

from monitor.model import Deferred, Outcome, Refused, Unknown

TOO_MANY_REQUESTS = 429
SERVER_ERRORS = 500
INTERNAL_ERROR = 500
"""From the server that failed; 502, 503, 504 may come from a gateway that has given up on a server
which has not: https://www.rfc-editor.org/rfc/rfc9110#section-15.6"""

LONGEST_RETRY_AFTER = 86_400.0
"""Seconds."""

RATE_LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

TOKEN_ERRORS = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired",
                          "account_inactive", "not_allowed_token_type"})  # fmt: skip
SCOPE_ERRORS = frozenset({"missing_scope", "no_permission"})
CHANNEL_ERRORS = frozenset({
    "channel_not_found", "not_in_channel", "is_archived", "restricted_action",
    "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "messages_tab_disabled", "is_inactive",
})  # fmt: skip
WORKSPACE_ERRORS = frozenset({
    "access_denied", "accesslimited", "ekm_access_denied", "enterprise_is_restricted",
    "org_login_required", "team_access_not_granted", "team_added_to_org", "team_not_found",
    "two_factor_setup_required", "deprecated_endpoint", "method_deprecated",
    "service_unavailable",
    # The request arrived damaged, as a proxy or a bad line leaves it.
    "request_timeout", "missing_post_type", "invalid_post_type",
})  # fmt: skip
LANE_ERRORS = TOKEN_ERRORS | SCOPE_ERRORS | CHANNEL_ERRORS | WORKSPACE_ERRORS

BLOCK_ERRORS = frozenset({
    "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch",
    "slack_connect_blocked_file_type", "slack_connect_canvas_sharing_blocked",
})  # fmt: skip
MESSAGE_ERRORS = frozenset({
    "msg_too_long", "no_text", "invalid_arguments", "invalid_arg_name", "invalid_array_arg",
    "invalid_charset", "invalid_form_data", "invalid_json", "json_not_object",
    "markdown_text_conflict", "metadata_must_be_sent_from_app", "metadata_too_large",
    "invalid_metadata_format", "invalid_metadata_schema", "too_many_attachments",
    "too_many_contact_cards",
})  # fmt: skip

THREAD_ERRORS = frozenset({
    "cannot_reply_to_message", "message_not_found", "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked", "thread_locked", "thread_not_found",
})  # fmt: skip
"""The message that it belongs to was deleted, or takes no replies."""
EDIT_ERRORS = frozenset({"cant_update_message", "edit_window_closed"})

UNREADABLE_FOR_GOOD = SCOPE_ERRORS | {"not_allowed_token_type", "method_deprecated"}
"""We may post there, but not read. What keeps us from both is waited out, and looked at then."""

_ADVICE = {
    "channel_not_found": "create the channel, unarchive it, or correct its name in the "
    "configuration; a private one shows only to members: type `/invite @tocsin` in it",
    "not_in_channel": "type `/invite @tocsin` in the channel",
    "is_archived": "unarchive the channel, or name another in the configuration",
    "missing_scope": "add the scope to the app (OAuth & Permissions), install it again, and use "
    "the new token",
    "restricted_action": "a workspace admin has restricted posting there: ask for the right, or "
    "name another channel",
    "team_added_to_org": "the workspace is being moved: it passes by itself",
    "service_unavailable": "Slack has a fault: it passes by itself, see https://slack-status.com",
    "cannot connect": "check this machine's network, its proxy and SLACK_API_URL",
}


def advice(reason: str) -> str:
    """What a person can do about a reason that holds a channel; empty where nothing is known."""
    code = reason.partition(":")[0].partition(" (")[0]
    if code in TOKEN_ERRORS:
        return "set SLACK_BOT_TOKEN to the app's Bot User OAuth Token (xoxb-...)"
    if code.startswith("restricted_action"):
        code = "restricted_action"
    return _ADVICE.get(code, "")


def read_retry_after(header: str | None) -> timedelta | None:
    """The header's seconds; None where it says none, or nothing that could be meant."""
    try:
        seconds = float(header or 0)
    except ValueError:
        return None
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST_RETRY_AFTER else None


def outcome(
    code: str,
    *,
    status: int,
    is_slacks: bool,
    retry_after: timedelta | None = None,
    detail: str = "",
) -> Outcome:
    """What an answer other than "posted" makes of the message. `detail` follows the code.

    `is_slacks`: the code is Slack's own, not what we call an answer that says nothing.
    """
    reason = f"{code}{detail}"
    if status == TOO_MANY_REQUESTS or code in RATE_LIMITS:
        return Deferred("ratelimited", retry_after)
    if status >= SERVER_ERRORS:
        return Unknown(reason, is_over=status == INTERNAL_ERROR)
    if code in LANE_ERRORS:
        return Deferred(reason, retry_after)
    if code in BLOCK_ERRORS:
        return Refused(reason, concerns_blocks=True)
    if code in THREAD_ERRORS:
        return Refused(reason, concerns_thread=True)
    if code in MESSAGE_ERRORS | EDIT_ERRORS:
        return Refused(reason)
    # Among them internal_error and fatal_error, of which the documentation says that part of the
    # operation may have succeeded before the error was raised.
    return Unknown(reason, is_over=is_slacks)
