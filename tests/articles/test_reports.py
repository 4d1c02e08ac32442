"""Problems that readers told of, in the admins' queue."""

from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from tests.articles.desk import audit, listed, problem, published, queue
from tests.support import Person


async def report(person: Person, article: dict[str, Any], kind: str, text: str = "") -> None:
    url = f"/api/articles/{article['slug']}/reports"
    answer = await person.http.post(url, json={"kind": kind, "text": text})
    assert answer.status_code == 204, answer.text


async def test_a_report_waits_until_an_admin_closes_it(
    admin: Person, member: Person, db: BaseDBAsyncClient
) -> None:
    article = await published(admin)
    await report(member, article, "dead_link", "The page is gone.")
    await report(member, article, "unsafe")
    first, later = (await queue(admin))["reports"]
    assert {k: first[k] for k in ("articleId", "kind", "text")} == {
        "articleId": article["id"], "kind": "dead_link", "text": "The page is gone.",
    }  # fmt: skip
    assert set(first) == {"id", "articleId", "at", "kind", "text"}
    url = f"/api/admin/reports/{first['id']}/close"
    for _ in range(2):
        assert (await admin.http.post(url)).status_code == 204
    assert [r["id"] for r in (await queue(admin))["reports"]] == [later["id"]]
    assert (await listed(admin, article))["counts"] == {"reads": 0, "reports": 2}
    closed = [e for e in await audit(admin) if e["action"] == "report.closed"]
    assert [(e["by"], e["detail"]) for e in closed] == [(admin.email, {"kind": "dead_link"})]


async def test_an_unknown_report_is_not_found(admin: Person) -> None:
    url = "/api/admin/reports/01a20ca9-3ce4-75c6-8fa5-b96750f6efee/close"
    assert problem(await admin.http.post(url)) == (404, "not-found")
