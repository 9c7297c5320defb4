"""Signing in: the sender, then a login or a session."""

from dataclasses import dataclass

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import User
from intacct_sandbox.world import World
from intacct_sandbox.xml.envelope import Control, Envelope, Login
from intacct_sandbox.xml.failure import AuthenticationFailure, ControlFailure, XmlError
from intacct_sandbox.xml.response import SignedIn

_WRONG = "Sign-in information is incorrect"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signed in, where."""

    company: Company
    user: User
    entity: str
    seconds: int

    @property
    def signed_in(self) -> SignedIn:
        return SignedIn(self.user.id, self.company.id, self.entity, self.seconds)


def check_control(world: World, control: Control) -> None:
    """Raise ControlFailure for a wrong sender or a DTD that is not spoken."""
    if not world.knows_sender(control.sender, control.password):
        raise ControlFailure(XmlError("XL03000006", "Incorrect Intacct XML Partner ID or password."))
    if control.dtd != "3.0" and not (control.dtd == "2.1" and world.switches.dtd_21 == "legacy"):
        text = f"XML Parse schema error: dtdversion '{control.dtd}' is not supported; use 3.0."
        raise ControlFailure(XmlError("XL03000003", text))


def company_of(world: World, envelope: Envelope) -> Company:
    """The company that the request is for; raises for an unknown company or a session that is not alive."""
    if envelope.login is None:
        session = world.sessions.peek(envelope.session)
        if session is None:
            raise _invalid_session(envelope.session)
        return world.companies[session.company]
    company = world.companies.get(envelope.login.company)
    if company is None:
        raise ControlFailure(XmlError("GW-0011", "Invalid Request"), thin=True)
    return company


def user_of(world: World, envelope: Envelope, company: Company) -> User | None:
    """Who the request says it is from, before that is checked."""
    session = world.sessions.peek(envelope.session) if envelope.login is None else None
    id = envelope.login.user if envelope.login else session.user if session else ""
    return company.definition.users.get(id)


def sign_in(world: World, envelope: Envelope, company: Company, path: str) -> Identity:
    """Check sender authorisation and the login or session; raises AuthenticationFailure."""
    if envelope.control.sender not in company.definition.senders:
        raise _not_authorised(envelope, company)
    if envelope.login is not None:
        return _by_login(world, envelope.login, company)
    endpoint = world.switches.announced_endpoint
    wrong_place = world.switches.session_endpoint_strict and not endpoint.endswith(path)
    session = None if wrong_place else world.sessions.use(envelope.session)
    if session is None:
        raise _invalid_session(envelope.session)
    return Identity(company, company.definition.users[session.user], session.entity, session.seconds)


def _by_login(world: World, login: Login, company: Company) -> Identity:
    user = company.definition.users.get(login.user)
    if user is None or user.password != login.password:
        if world.switches.bad_login_style == "http401":
            text = f"{_WRONG}. Please check your request."
            raise ControlFailure(XmlError("XMLGW_JPP0002", text), thin=True, status=401)
        raise AuthenticationFailure(XmlError("XL03000006", _WRONG), login.user, login.company)
    if not company.lets_in(user, login.entity):
        raise AuthenticationFailure(XmlError("XL03000006", _WRONG), login.user, login.company)
    return Identity(company, user, login.entity, company.definition.session_seconds)


def _invalid_session(id: str) -> AuthenticationFailure:
    return AuthenticationFailure(XmlError("XL03000006", f"Invalid session {id}"))


def _not_authorised(envelope: Envelope, company: Company) -> AuthenticationFailure:
    sender, user = envelope.control.sender, envelope.login.user if envelope.login else ""
    text = f"The sender ID '{sender}' is not authorized to make Web Services requests to company ID '{company.id}'."
    correction = "Contact the company administrator to grant Web Services authorization to this sender ID."
    return AuthenticationFailure(
        XmlError("XL03000006", text, correction, "Invalid Web Services Authorization"), user, company.id
    )
