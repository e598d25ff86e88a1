# SPDX-License-Identifier: EUPL-1.2
"""The web side: a page for people and JSON for tests."""

from urllib.parse import quote

from aiohttp import web

from tinhso_counterparts.mail.letters import Letter, read_letter
from tinhso_counterparts.mail.store import Inbox, Message, NoSuchMessage
from tinhso_counterparts.pages import page

INBOX = web.AppKey("inbox", Inbox)


async def show_list(request: web.Request) -> web.Response:
    """Show the newest messages, or those that contain the words of ?q=."""
    words = request.query.get("q", "").strip()
    inbox = request.app[INBOX]
    return page("inbox.html", messages=inbox.find(words), words=words, total=inbox.count())


async def show_letter(request: web.Request) -> web.Response:
    """Show one message with its headers decoded."""
    message = _message(request)
    return page("letter.html", message=message, letter=read_letter(message.raw))


async def send_attachment(request: web.Request) -> web.Response:
    """Send a file of a message; always as a download, because its sender is not trusted."""
    attachments = read_letter(_message(request).raw).attachments
    place = int(request.match_info["place"])
    if place >= len(attachments):
        raise web.HTTPNotFound(text="Thư này không có tệp đính kèm đó.")
    name = quote(attachments[place].name, safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=attachments[place].content, content_type="application/octet-stream", headers=headers)


async def send_raw(request: web.Request) -> web.Response:
    """Send the message as it came over the wire."""
    message = _message(request)
    headers = {"Content-Disposition": f'attachment; filename="{message.id}.eml"'}
    return web.Response(body=message.raw, content_type="message/rfc822", headers=headers)


async def delete_all(request: web.Request) -> web.Response:
    """Empty the inbox and show it."""
    request.app[INBOX].delete_all()
    return web.Response(status=303, headers={"Location": "/"})


async def list_json(request: web.Request) -> web.Response:
    """Answer {"total", "messages": […]}; ?q= words, ?to= one envelope recipient."""
    inbox = request.app[INBOX]
    wanted = request.query.get("to", "").lower()
    found = [
        _as_json(message, read_letter(message.raw))
        for message in inbox.find(request.query.get("q", ""))
        if not wanted or wanted in (address.lower() for address in message.rcpt_to)
    ]
    return web.json_response({"total": inbox.count(), "messages": found})


async def get_json(request: web.Request) -> web.Response:
    """Answer with one message."""
    message = _message(request)
    return web.json_response(_as_json(message, read_letter(message.raw)))


async def delete_json(request: web.Request) -> web.Response:
    """Empty the inbox; answer {"deleted": how many}."""
    return web.json_response({"deleted": request.app[INBOX].delete_all()})


def _message(request: web.Request) -> Message:
    try:
        return request.app[INBOX].get(int(request.match_info["number"]))
    except NoSuchMessage as error:
        raise web.HTTPNotFound(text="Không có thư này, hoặc thư đã bị xóa.") from error


def _as_json(message: Message, letter: Letter) -> dict[str, object]:
    return {
        "id": message.id,
        "received_at": message.received_at.isoformat(),
        "mail_from": message.mail_from,
        "rcpt_to": list(message.rcpt_to),
        "subject": letter.subject,
        "from": letter.sender,
        "to": letter.to,
        "message_id": letter.message_id,
        "text": letter.text,
        "attachments": [
            {
                "name": item.name,
                "content_type": item.content_type,
                "size_bytes": len(item.content),
                "url": f"/mail/{message.id}/attachment/{place}",
            }
            for place, item in enumerate(letter.attachments)
        ],
        "raw_url": f"/mail/{message.id}/raw",
    }


def add_routes(app: web.Application) -> None:
    """Give the application its addresses."""
    one = r"/mail/{number:\d{1,18}}"
    app.add_routes(
        [
            web.get("/", show_list),
            web.get(one, show_letter),
            web.get(one + r"/attachment/{place:\d{1,4}}", send_attachment),
            web.get(one + "/raw", send_raw),
            web.post("/delete-all", delete_all),
            web.get("/api/messages", list_json),
            web.delete("/api/messages", delete_json),
            web.get(r"/api/messages/{number:\d{1,18}}", get_json),
        ]
    )
