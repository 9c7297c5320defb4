"""The official JavaScript SDK in a process of Node, told in JSON what to make and to send."""

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from other_languages import HERE, cached, program

Data = dict[str, Any]

ADVICE = "the official JavaScript SDK runs on Node 14 or later with npm (https://nodejs.org)"
SIGN_IN = {"senderId": "relay_sender", "senderPassword": "sender-secret", "companyId": "HARBORLINE",
           "userId": "relay_ws", "userPassword": "user-secret"}  # fmt: skip


class Thrown(Exception):
    """What the SDK threw: the name of its class, its message, and its list of errors."""

    def __init__(self, kind: str, message: str, errors: list[str] | None, code: int | None) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.errors = errors or []
        self.code = code


def endpoint(url: str) -> str:
    """A sandbox's gateway under the name that the SDK insists on."""
    return f"https://api.intacct.com:{url.rsplit(':', 1)[1]}/ia/xml/xmlgw.phtml"


def new(path: str, /, *arguments: Any, **properties: Any) -> Data:
    """An object of a class below the SDK's Functions, with properties set."""
    return {"new": path, "with": list(arguments), "set": properties, "call": [], "get": ""}


def call(object: Data, *calls: list[Any], get: str = "") -> Data:
    """The same object after calls of its methods, or one of its properties then."""
    return {**object, "call": [*object["call"], *calls], "get": get}


def made_by(path: str, *call: Any) -> Data:
    """What a static method of a class gives."""
    return {"static": path, "call": list(call)}


def day(text: str) -> Data:
    """A Date."""
    return {"day": text}


class Node:
    """`with Node(authority) as node:` runs the driver, which trusts the authority."""

    def __init__(self, authority: Path) -> None:
        program("npm", ADVICE)
        modules = cached("javascript", ["package.json", "package-lock.json", ".npmrc"], "npm", "ci", "--ignore-scripts",
                         "--no-audit", "--no-fund")  # fmt: skip
        folder = HERE / "javascript"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_")}
        self._process = subprocess.Popen(
            [program("node", ADVICE), "--require", str(folder / "api_intacct_com.js"), str(folder / "driver.js")],
            env=environment | {"NODE_PATH": str(modules / "node_modules"), "NODE_EXTRA_CA_CERTS": str(authority),
                               "NODE_NO_WARNINGS": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def order(self, do: str, **order: Any) -> Any:
        """What the SDK returned; raises Thrown."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "thrown" in answer:
            raise Thrown(*(answer["thrown"].get(name) for name in ("kind", "message", "errors", "code")))
        return answer["returned"]


class Client:
    """A user of the SDK with one configuration."""

    def __init__(self, node: Node, url: str, **config: str) -> None:
        self.node = node
        self.url = url
        self.config = SIGN_IN | {"endpointUrl": url} | config

    def session(self) -> Data:
        """SessionProvider.factory: the configuration it made."""
        made: Data = self.node.order("session", config=self.config)
        return made

    def response(self, function: Data, **request: Any) -> Data:
        """OnlineClient.execute."""
        answer: Data = self.node.order("execute", config=self.config, request=request, function=function)
        return answer

    def execute(self, function: Data, **request: Any) -> Data:
        """The one result of OnlineClient.execute."""
        result: Data = self.response(function, **request)["results"][0]
        return result

    def batch(self, *functions: Data, **request: Any) -> list[Data]:
        """The results of OnlineClient.executeBatch."""
        answer = self.node.order("batch", config=self.config, request=request, functions=functions)
        results: list[Data] = answer["results"]
        return results

    def offline(self, function: Data, **request: Any) -> Data:
        """OfflineClient.execute."""
        answer: Data = self.node.order("offline", config=self.config, request=request, function=function)
        return answer

    def rows(self, function: Data) -> list[Data]:
        """The data of a reading function."""
        return self.execute(function).get("data") or []
