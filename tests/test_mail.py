"""Letters through a real SMTP server: what arrives, and what becomes of those that do not."""

import asyncio
import ssl
from pathlib import Path
from typing import Any

import pytest

from backend import mail
from backend import settings as settings_module
from backend.mail import Fate, Letter, Mailer
from backend.settings import Settings, SettingsError
from tests import postbox
from tests.postbox import Postbox, open_postbox

TEXT = "Hallo,\n\nhier ist die Erinnerung. Schön, dass du da bist.\n"


def letter(to: str = "ada@example.org", key: str = "0190-1") -> Letter:
    """A short letter."""
    return Letter(key, to, "Deine Erinnerung für heute", TEXT, "http://localhost:8765/settings")


def configured(tmp_path: Path, box: Postbox, **more: Any) -> Settings:
    """Settings that lead to the server."""
    sender = "Everkeel <keel@example.org>"
    given = {"smtp_host": "localhost", "smtp_port": box.port, "smtp_from": sender, **more}
    return settings_module.load({}, data_dir=tmp_path, **given)


async def test_a_letter_arrives_encrypted_and_complete(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        mailer = Mailer(configured(tmp_path, box), box.tls())
        assert await mailer.send([letter()]) == [Fate.SENT]
    [got] = box.letters
    assert (box.recipients, box.encrypted) == (["ada@example.org"], [True])
    assert got["From"] == "Everkeel <keel@example.org>"
    assert got["To"] == "ada@example.org"
    assert got["Subject"] == "Deine Erinnerung für heute"
    assert got["Message-ID"] == "<0190-1@localhost>"
    assert got["List-Unsubscribe"] == "<http://localhost:8765/settings>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"]
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n") == TEXT


async def test_many_letters_share_one_connection(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        mailer = Mailer(configured(tmp_path, box), box.tls())
        letters = [letter(f"p{number}@example.org", str(number)) for number in range(5)]
        assert await mailer.send(letters) == [Fate.SENT] * 5
    assert (box.connections, len(box.letters)) == (1, 5)


async def test_a_letter_goes_over_tls_from_the_start_and_with_a_name(tmp_path: Path) -> None:
    async with open_postbox(tmp_path, tls=True, sign_in=True) as box:
        user = {"smtp_user": postbox.USER, "smtp_password": postbox.PASSWORD}
        chosen = configured(tmp_path, box, smtp_security="tls", **user)
        assert await Mailer(chosen, box.tls()).send([letter()]) == [Fate.SENT]
        wrong = configured(tmp_path, box, smtp_security="tls", **{**user, "smtp_password": "x"})
        assert await Mailer(wrong, box.tls()).send([letter()]) == [Fate.LATER]
    assert len(box.letters) == 1


async def test_nothing_is_encrypted_where_the_operator_says_so(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        chosen = configured(tmp_path, box, smtp_security="none")
        assert await Mailer(chosen).send([letter()]) == [Fate.SENT]
    assert box.encrypted == [False]


async def test_no_letter_goes_in_the_clear_when_starttls_is_missing(tmp_path: Path) -> None:
    async with open_postbox(tmp_path, starttls=False) as box:
        assert await Mailer(configured(tmp_path, box), box.tls()).send([letter()]) == [Fate.LATER]
    assert box.letters == []


async def test_a_certificate_of_somebody_else_is_refused(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        strict = ssl.create_default_context()
        assert await Mailer(configured(tmp_path, box), strict).send([letter()]) == [Fate.LATER]
    assert box.letters == []


async def test_each_letter_has_its_own_fate(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        box.answers = {"gone@example.org": ["550 no such user"], "full@example.org": ["452 full"]}
        mailer = Mailer(configured(tmp_path, box), box.tls())
        people = ["a@example.org", "gone@example.org", "full@example.org", "b@example.org"]
        fates = await mailer.send([letter(to, to) for to in people])
    assert fates == [Fate.SENT, Fate.REFUSED, Fate.LATER, Fate.SENT]
    assert box.recipients == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize("to", ["", "@", "ada", "ada@", "a\nBcc: b@example.org@example.org"])
async def test_what_is_no_address_is_refused_and_the_rest_goes(tmp_path: Path, to: str) -> None:
    async with open_postbox(tmp_path) as box:
        mailer = Mailer(configured(tmp_path, box), box.tls())
        fates = await mailer.send([letter(to), letter("b@example.org")])
    assert fates == [Fate.REFUSED, Fate.SENT]
    assert box.recipients == ["b@example.org"]


async def test_letters_beyond_ascii_arrive(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        mailer = Mailer(configured(tmp_path, box), box.tls())
        assert await mailer.send([letter("jürgen@example.org")]) == [Fate.SENT]
    assert box.recipients == ["jürgen@example.org"]


async def test_a_server_that_is_not_there_means_later(tmp_path: Path) -> None:
    async with open_postbox(tmp_path) as box:
        pass
    mailer = Mailer(configured(tmp_path, box), box.tls())
    assert await mailer.send([letter(), letter()]) == [Fate.LATER] * 2


async def test_a_server_that_hangs_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "STEP_TIMEOUT_S", 0.3)
    async with open_postbox(tmp_path) as box:
        box.answers = {"b@example.org": ["hang"]}
        mailer = Mailer(configured(tmp_path, box), box.tls())
        people = ["a@example.org", "b@example.org", "c@example.org"]
        async with asyncio.timeout(5):
            fates = await mailer.send([letter(to, to) for to in people])
    assert fates == [Fate.SENT, Fate.LATER, Fate.LATER]


async def test_logs_name_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_postbox(tmp_path, sign_in=True) as box:
        user = {"smtp_user": postbox.USER, "smtp_password": "a wrong one"}
        await Mailer(configured(tmp_path, box, **user), box.tls()).send([letter()])
    async with open_postbox(tmp_path) as box:
        box.answers = {"ada@example.org": ["550 ada@example.org is unknown"]}
        await Mailer(configured(tmp_path, box), box.tls()).send([letter()])
    assert "SMTPAuthenticationError 535" in caplog.text
    assert "SMTPRecipientsRefused 550" in caplog.text
    assert "ada" not in caplog.text
    assert "wrong" not in caplog.text


def test_without_a_host_there_is_no_mail(tmp_path: Path) -> None:
    assert Mailer.of(settings_module.load({}, data_dir=tmp_path)) is None


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_from_the_security(tmp_path: Path, security: str, port: int) -> None:
    assert settings_module.load({}, data_dir=tmp_path, smtp_security=security).smtp_port == port


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_from": ""},
        {"smtp_from": "Everkeel"},
        {"smtp_from": "a@example.org\nBcc: b@example.org"},
        {"smtp_security": "ssl"},
        {"smtp_user": "keel", "smtp_security": "none"},
    ],
)
def test_what_cannot_send_is_refused_at_the_start(tmp_path: Path, given: dict[str, str]) -> None:
    usable = {"smtp_host": "mail.example.org", "smtp_from": "keel@example.org"}
    assert settings_module.load({}, data_dir=tmp_path, **usable).smtp_host
    with pytest.raises(SettingsError):
        settings_module.load({}, data_dir=tmp_path, **{**usable, **given})
