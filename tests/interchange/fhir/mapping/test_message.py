"""Messages as Communications."""

from typing import Any

import pytest

from tests.lib.fhir_events import OWN, SESSION, bundle, events, named, read, resources

ASKED: dict[str, Any] = {
    "id": "m1",
    "sent_at": "2026-09-09T17:00:00Z",
    "sender": "hannah",
    "recipients": ["lucia", "mateo"],
    "purpose": "question",
}


def test_a_message() -> None:
    answer = {
        "id": "m2",
        "sent_at": "2026-09-09T18:00:00Z",
        "sender": "lucia",
        "recipients": ["hannah"],
        "purpose": "answer",
        "in_reply_to": "m1",
        "about": ["wait", "words", "meal-choices"],
        "language": "es",
        "body": "Sí, gracias.",
    }
    written = bundle(messages=[ASKED, answer])

    found = resources(written)["message/m2"]

    assert found["status"] == "completed"
    assert found["category"] == [{"coding": [{"system": OWN + "message-purpose", "code": "answer"}]}]
    assert named(written, found["sender"]) == "related-person/lucia"
    assert [named(written, each) for each in found["recipient"]] == ["practitioner/hannah"]
    assert [named(written, each) for each in found["inResponseTo"]] == ["message/m1"]
    assert [named(written, each) for each in found["about"] if "reference" in each] == [
        "goal/words",
        "home-assignment/meal-choices",
    ]
    assert found["language"] == "es"
    assert found["payload"] == [{"contentString": "Sí, gracias."}]
    assert events(read(written)) == {"messages": [ASKED, answer]}


@pytest.mark.parametrize(
    ("channel", "mode"),
    [
        ("in-person", "FACE"),
        ("phone", "PHONE"),
        ("video", "VIDEOCONF"),
        ("portal", "ONLINEWRIT"),
        ("e-mail", "EMAILWRIT"),
        ("sms", "WRITTEN"),
        ("paper", "WRITTEN"),
    ],
)
def test_how_it_was_told(channel: str, mode: str) -> None:
    written = bundle(messages=[{**ASKED, "channel": channel}])
    medium = resources(written)["message/m1"]["medium"]

    assert [each["code"] for each in medium[0]["coding"]] == [channel, mode]
    assert events(read(written)) == {"messages": [{**ASKED, "channel": channel}]}

    # Without our code, HL7's is read where it means one of ours only.
    del medium[0]["coding"][0]
    alone = {**ASKED} if mode == "WRITTEN" else {**ASKED, "channel": channel}
    assert events(read(written)) == {"messages": [alone]}


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_the_session_in_which_it_was_told(status: str) -> None:
    session = {**SESSION, "status": status}
    written = bundle(sessions=[session], messages=[{**ASKED, "session": "s1"}])

    found = resources(written)["message/m1"]

    assert ("encounter" in found) == (status == "held")
    assert events(read(written)) == {"sessions": [session], "messages": [{**ASKED, "session": "s1"}]}


def test_a_language_tag_that_others_could_not_read_stands_in_the_own_extension() -> None:
    message = {**ASKED, "language": "es-x1"}
    written = bundle(messages=[message])

    assert "language" not in resources(written)["message/m1"]
    assert events(read(written)) == {"messages": [message]}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("C'est\u00a0?", "C'est ?"),
        ("a\x01b", "a\ufffdb"),
        (" \n", " \n\ufffd"),
        ("\u3000", " \ufffd"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_words_that_a_fhir_string_cannot_hold_are_shown_as_far_as_they_can_be(body: str, shown: str) -> None:
    written = bundle(messages=[{**ASKED, "body": body}])
    payload = resources(written)["message/m1"]["payload"][0]

    assert payload["contentString"] == shown
    assert events(read(written)) == {"messages": [{**ASKED, "body": body}]}


def test_words_that_were_changed_elsewhere_count() -> None:
    written = bundle(messages=[{**ASKED, "body": "C'est\u00a0?"}])
    resources(written)["message/m1"]["payload"][0]["contentString"] = "Oui ?"

    assert events(read(written)) == {"messages": [{**ASKED, "body": "Oui ?"}]}
