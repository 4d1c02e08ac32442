"""Messages a second on one core to a local TLS push service, against the floor and two peers.

Floor: only the cryptography that RFC 8291 cannot do without, no HTTP. Peers: pywebpush's own
`webpush_async` with one shared aiohttp session, and npm web-push with one keep-alive agent. Ours:
the courier, as the dispatcher uses it. All carry the same 1,024-byte plaintext to 500 different
subscriptions. Rounds alternate, and only the sender's own CPU time counts, on one core, so that
other load does not blur the ratios.
"""

import asyncio
import base64
import gc
import hmac
import os
import ssl
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from uuid import UUID

import aiohttp
import uvloop
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from py_vapid import Vapid02
from pywebpush import webpush_async

from backend.addresses import PushHosts
from backend.outbound import PushSender
from backend.push import rules
from backend.push.courier import Courier
from backend.push.encoder import Device
from backend.push.rules import Message, Verdict
from backend.push.vapid import Authorizations
from tests.bench import peer_web_push
from tests.bench.processes import pin
from tests.bench.result import Result
from tests.bench.tls_sink import running

NAME = "push_send"
PURPOSE = "push messages per CPU-second over TLS, against bare cryptography and two libraries"
GOAL = "≥ 0.55 × floor, ≥ 1.5 × webpush_async and ≥ 5 × npm web-push"  # noqa: RUF001
LEAST = {"floor": 0.55, "webpush_async": 1.5, "web_push": 5.0}
BATCH = 128
COUNTS = {"floor": 6_000, "webpush_async": 2_000, "web_push": 2_000, "ours": 4_000}
_HOST = "push.example.org"
_CONTACT = "mailto:ops@example.org"
_MESSAGE = Message(
    "0190f5d2-8a7e-7c3b-9a61-5f1d2c3b4a59", "k", "Everkeel", "A minute for you.", "en", "https://e/"
)
_PLAINTEXT = rules.payload(_MESSAGE)
_CURVE, _ECDH = ec.SECP256R1(), ec.ECDH()


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)


def _device(number: int) -> Device:
    point = _point(ec.generate_private_key(_CURVE))
    origin = f"https://{_HOST}"
    path = _b64(os.urandom(48))
    return Device(
        UUID(int=number),
        UUID(int=0),
        f"{origin}/p/{path}",
        origin,
        _b64(point),
        _b64(os.urandom(16)),
    )


def _floor_message(point: bytes, auth: bytes) -> bytes:
    """One message by the bare primitives of RFC 8291."""
    mac = hmac.digest
    key = ec.generate_private_key(_CURVE)
    own, salt = _point(key), os.urandom(16)
    shared = key.exchange(_ECDH, ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point))
    secret = mac(auth, shared, "sha256")
    secret = mac(secret, b"WebPush: info\0" + point + own + b"\x01", "sha256")
    secret = mac(salt, secret, "sha256")
    content = mac(secret, b"Content-Encoding: aes128gcm\0\x01", "sha256")[:16]
    nonce = mac(secret, b"Content-Encoding: nonce\0\x01", "sha256")[:12]
    sealed = AESGCM(content).encrypt(nonce, _PLAINTEXT + b"\x02", None)
    return salt + b"\0\0\x10\0\x41" + own + sealed


async def _floor(count: int, devices: list[Device]) -> float:
    keys = [(_raw(device.p256dh), _raw(device.auth)) for device in devices]

    async def send(many: int) -> None:
        for number in range(many):
            _floor_message(*keys[number % len(keys)])

    return await _measured(send, count)


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def _peer(count: int, devices: list[Device], base: str, tls: ssl.SSLContext) -> float:
    """webpush_async at a concurrency of 100, key object and session shared."""
    signer = Vapid02()
    signer.generate_keys()
    connector = aiohttp.TCPConnector(limit=100, ssl=tls)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work(numbers: Iterator[int]) -> None:
            for number in numbers:
                device = devices[number % len(devices)]
                answer = await webpush_async(
                    {
                        "endpoint": device.endpoint.replace(device.origin, base),
                        "keys": {"p256dh": device.p256dh, "auth": device.auth},
                    },
                    _PLAINTEXT,
                    vapid_private_key=signer,
                    vapid_claims={"sub": _CONTACT},
                    ttl=3_600,
                    headers={"urgency": "high", "topic": rules.topic("k")},
                    timeout=aiohttp.ClientTimeout(total=10),
                    aiohttp_session=session,
                )
                assert answer.status == 201

        async def send(many: int) -> None:
            numbers = iter(range(many))
            await asyncio.gather(*(work(numbers) for _ in range(100)))

        return await _warm(send, count)


async def _ours(count: int, devices: list[Device], base: str, tls: ssl.SSLContext) -> float:
    """The courier: 128 messages encrypted, then posted together."""
    signer = Vapid02()
    signer.generate_keys()
    sender = PushSender(PushHosts((_HOST,), {_HOST: base}), tls=tls)
    courier = Courier(sender, Authorizations(lambda _: signer, _CONTACT))
    expires_at = int(time.time() + 3_600) * 1_000

    async def send(many: int) -> None:
        for start in range(0, many, BATCH):
            batch = [devices[n % len(devices)] for n in range(start, min(start + BATCH, many))]
            parcels = [courier.pack(device, _MESSAGE, expires_at) for device in batch]
            answers = [courier.put(parcel) for parcel in parcels if parcel]
            assert all([(await answer).verdict is Verdict.SENT for answer in answers])

    try:
        return await _warm(send, count)
    finally:
        await courier.close()


async def _warm(send: Callable[[int], Awaitable[None]], count: int) -> float:
    """Messages per second of this process's own CPU time, once its connections are open."""
    await send(200)
    return await _measured(send, count)


async def _measured(send: Callable[[int], Awaitable[None]], count: int) -> float:
    gc.collect()
    started = time.process_time()
    await send(count)
    return count / (time.process_time() - started)


def run(quick: bool) -> Result:
    """Prints the table; figures are medians in messages per CPU-second of the sending process."""
    devices = [_device(number) for number in range(500)]
    rates: dict[str, list[float]] = {name: [] for name in COUNTS}
    with running() as (base, certificate), ExitStack() as stack:
        pin(0, 0)
        tls = ssl.create_default_context(cafile=certificate)
        web_push = peer_web_push.running(devices, base, _PLAINTEXT, certificate)
        works: dict[str, Callable[[int], float]] = {
            "floor": lambda count: uvloop.run(_floor(count, devices)),
            "webpush_async": lambda count: uvloop.run(_peer(count, devices, base, tls)),
            "web_push": stack.enter_context(web_push),
            "ours": lambda count: uvloop.run(_ours(count, devices, base, tls)),
        }
        for _ in range(3 if quick else 7):
            for name, work in works.items():
                rates[name].append(work(COUNTS[name] // 2 if quick else COUNTS[name]))
    return _report(rates)


def _report(rates: dict[str, list[float]]) -> Result:
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(f"{'':15}{'median/s':>10}{'min':>9}{'max':>9}{'x floor':>9}{'ours/it':>9}")
    for name, rate in medians.items():
        shares = rate / medians["floor"], medians["ours"] / rate
        low, high = min(rates[name]), max(rates[name])
        print(f"{name:15}{rate:10,.0f}{low:9,.0f}{high:9,.0f}{shares[0]:9.2f}{shares[1]:9.2f}")
    ratios = {name: medians["ours"] / medians[name] for name in LEAST}
    figures = {f"{name}_per_s": round(rate, 0) for name, rate in medians.items()}
    figures |= {f"ours_of_{name}": round(ratio, 3) for name, ratio in ratios.items()}
    return Result(figures, all(ratios[name] >= least for name, least in LEAST.items()))
