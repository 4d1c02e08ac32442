"""HTTP of accounts: /api/me, /api/session, /api/sign-up, /api/invites, /api/admin/invites."""

from ipaddress import ip_address, ip_network
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from backend.accounts import service
from backend.accounts.profiles import Language, Profile
from backend.accounts.rules import ADDRESS, PASSWORD_MAX
from backend.security import CurrentUser, requires_admin, session_cookie
from backend.settings import Settings

Email = Annotated[str, Meta(max_length=254, pattern=ADDRESS)]
Password = Annotated[str, Meta(max_length=PASSWORD_MAX, pattern=r"^[^\x00]*\Z")]
RoleName = Literal["member", "admin"]
Token = Annotated[str, Meta(min_length=16, max_length=64, pattern=r"^[\w-]+\Z")]


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """Credentials."""

    email: Email
    password: Password


class SignUp(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A new person, by invite."""

    token: Token
    email: Email
    password: Password
    zone: Annotated[str, Meta(max_length=64)]
    language: Language
    adult: bool


class Me(msgspec.Struct, rename="camel"):
    """The signed-in person."""

    id: UUID
    email: str
    role: RoleName
    profile: Profile


class InviteState(msgspec.Struct, rename="camel"):
    """What a holder of an invite link may know of it."""

    role: RoleName
    expires_at: int


class NewInvite(msgspec.Struct, forbid_unknown_fields=True):
    """Whom an invite is for."""

    role: RoleName = "member"


class CreatedInvite(msgspec.Struct, rename="camel"):
    """A new invite with its link, shown once."""

    id: UUID
    url: str
    role: RoleName
    expires_at: int


class InviteOut(msgspec.Struct, rename="camel"):
    """An invite in the admins' list."""

    id: UUID
    role: RoleName
    created_at: int
    expires_at: int
    used_at: int | None


def invite_url(settings: Settings, token: str) -> str:
    """The link to sign up with; the token is in the fragment, so it reaches no log."""
    return f"{settings.origin}/join#{token}"


def client_address(request: Request[Any, Any, Any], settings: Settings) -> str:
    """The caller's address; X-Forwarded-For counts only from a trusted proxy."""
    peer = request.client.host if request.client else ""
    return forwarded_address(peer, request.headers.get("x-forwarded-for", ""), settings)


def forwarded_address(peer: str, forwarded: str, settings: Settings) -> str:
    """The last address in the chain that is not one of our own proxies."""
    networks = [ip_network(net, strict=False) for net in settings.trusted_proxies]
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    address = peer
    while chain:
        try:
            if not any(ip_address(address) in net for net in networks):
                break
        except ValueError:
            break
        address = chain.pop()
    return address


async def _me(user: CurrentUser) -> Me:
    role: Any = user.role
    return Me(user.id, user.email, role, await service.profile(user.id))


def _label(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("user-agent", "")[:120].replace("\x00", "")


class AccountController(Controller):
    """Signing up, in and out."""

    path = "/api"
    tags = ("accounts",)

    @post("/session", opt={"public": True})
    async def sign_in(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[SignIn],
        settings: NamedDependency[Settings],
    ) -> Response[Me]:
        """Opens a session."""
        user, token = await service.sign_in(
            data.email, data.password, _label(request), client_address(request, settings)
        )
        return Response(await _me(user), cookies=[session_cookie(settings, token)])

    @delete("/session", status_code=204)
    async def sign_out(
        self, user: NamedDependency[CurrentUser], settings: NamedDependency[Settings]
    ) -> Response[None]:
        """Ends this session."""
        await service.sign_out(user.session_id)
        return Response(
            None,
            status_code=204,
            cookies=[session_cookie(settings, "")],
            headers={"Clear-Site-Data": '"cache"'},
        )

    @get("/me")
    async def me(self, user: NamedDependency[CurrentUser]) -> Me:
        """The signed-in person with their settings."""
        return await _me(user)

    @get("/invites/{token:str}", opt={"public": True})
    async def invite(self, token: FromPath[str]) -> InviteState:
        """Whether an invite link can be used."""
        found = await service.open_invite(token[:64])
        return InviteState(found.role, found.expires_at)

    @post("/sign-up", opt={"public": True})
    async def sign_up(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[SignUp],
        settings: NamedDependency[Settings],
    ) -> Response[Me]:
        """Makes an account by invite and signs in."""
        user, token = await service.sign_up(data.token, data, _label(request))
        return Response(await _me(user), cookies=[session_cookie(settings, token)])


class InviteController(Controller):
    """Admins' invites."""

    path = "/api/admin/invites"
    tags = ("admin",)
    guards = (requires_admin,)

    @post()
    async def create(
        self,
        data: JSONBody[NewInvite],
        user: NamedDependency[CurrentUser],
        settings: NamedDependency[Settings],
    ) -> CreatedInvite:
        """A new invite link."""
        made = await service.create_invite(data.role, user.id)
        url = invite_url(settings, made.token)
        return CreatedInvite(made.id, url, made.role, made.expires_at)

    @get()
    async def index(self) -> list[InviteOut]:
        """The newest invites."""
        return [
            InviteOut(i.id, i.role, i.created_at, i.expires_at, i.used_at)
            for i in await service.list_invites()
        ]

    @delete("/{invite_id:uuid}", status_code=204)
    async def withdraw(self, invite_id: FromPath[UUID]) -> None:
        """Withdraws an unused invite."""
        await service.withdraw_invite(invite_id)
