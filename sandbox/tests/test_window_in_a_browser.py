"""The page at `/` in a real browser: its own script runs under its policy, and it grows with the ledger."""

from pathlib import Path

from browser import open_page
from clients import Xml
from documents import vendor

from intacct_sandbox import Sandbox

CHANGED = """new Promise(done => {
  const main = document.querySelector("main");
  const see = () => main.innerText.includes("%s") && done(true);
  new MutationObserver(see).observe(main, {childList: true, subtree: true}); see();
})"""
ELSEWHERE = """performance.getEntriesByType("resource").map(each => new URL(each.name).host)
  .filter(host => host !== location.host).length"""


async def test_the_ledger_grows_on_the_page(sandbox: Sandbox, xml: Xml, tmp_path: Path) -> None:
    """A write that comes after the page was opened appears by itself; nothing is asked of another host."""
    await xml.one(vendor("V-1", "Larkspur Tooling"))
    async with open_page(tmp_path, f"{sandbox.url}/?object=vendor") as page:
        assert await page.evaluate(CHANGED % "Larkspur Tooling")
        await xml.one(vendor("V-2", "Gulf Fasteners"))
        assert await page.evaluate(CHANGED % "Gulf Fasteners")
        assert await page.evaluate("document.querySelectorAll('main table tr').length") > 20
        assert await page.evaluate(ELSEWHERE) == 0


async def test_it_says_when_the_sandbox_is_gone(sandbox: Sandbox, tmp_path: Path) -> None:
    """Once the sandbox has stopped, the page says that what it shows is old."""
    async with open_page(tmp_path, sandbox.url) as page:
        await page.evaluate(CHANGED % "HARBORLINE")
        await sandbox.stop()
        assert await page.evaluate(CHANGED.replace('"main"', '"#state"') % "What you see is old")
