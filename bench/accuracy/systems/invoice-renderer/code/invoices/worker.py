"""Renders invoices from the queue."""

import json
import logging
import os
import uuid
from urllib.parse import urlparse

import boto3
import requests
from jinja2 import Environment, PackageLoader, select_autoescape
from weasyprint import HTML

log = logging.getLogger("invoices")
templates = Environment(loader=PackageLoader("invoices"), autoescape=select_autoescape(default=True))
queue = boto3.client("sqs", region_name="eu-central-1")
bucket = boto3.client(
    "s3",
    aws_access_key_id=os.environ["BUCKET_KEY_ID"],
    aws_secret_access_key=os.environ["BUCKET_KEY_SECRET"],
)

QUEUE = os.environ["INVOICE_QUEUE_URL"]
BUCKET = "invoices"
LARGEST_LOGO = 512 * 1024


class BadOrder(Exception):
    """An order that can't be rendered, whoever sends it again."""


def checked(text):
    """The order with every field of the right shape."""
    try:
        order = json.loads(text)
        invoice = uuid.UUID(order["invoice"])
        merchant = str(order["merchant"])[:60]
        lines = [(str(line["text"])[:200], int(line["cents"])) for line in order["lines"][:200]]
        logo = order.get("logo")
    except (ValueError, KeyError, TypeError) as error:
        raise BadOrder(type(error).__name__) from error
    if logo is not None and urlparse(logo).scheme != "https":
        raise BadOrder("logo")
    return invoice, merchant, lines, logo


def fetch_logo(url):
    """At most 512 KiB of an image, or nothing when its host is slow or says something else."""
    try:
        with requests.get(url, timeout=3, stream=True, allow_redirects=False) as reply:
            if reply.status_code != 200 or not reply.headers.get("content-type", "").startswith("image/"):
                return None
            return reply.raw.read(LARGEST_LOGO, decode_content=True)
    except requests.RequestException:
        return None


def no_fetch(url, *args, **kwargs):
    """WeasyPrint fetches nothing by itself: a stylesheet in a merchant's name must not reach a file or a host."""
    if url == "logo:" and "logo" in no_fetch.images:
        return {"string": no_fetch.images["logo"]}
    raise ValueError("not fetched")


no_fetch.images = {}


def render(order):
    invoice, merchant, lines, logo = order
    no_fetch.images = {"logo": fetch_logo(logo)} if logo else {}
    html = templates.get_template("invoice.html").render(
        merchant=merchant, lines=lines, total=sum(cents for _, cents in lines), has_logo=bool(logo)
    )
    pdf = HTML(string=html, url_fetcher=no_fetch).write_pdf()
    bucket.put_object(Bucket=BUCKET, Key=f"{invoice}.pdf", Body=pdf, ContentType="application/pdf")
    log.info("rendered %s", invoice)


def run():
    while True:
        reply = queue.receive_message(QueueUrl=QUEUE, MaxNumberOfMessages=1, WaitTimeSeconds=20)
        for message in reply.get("Messages", []):
            try:
                render(checked(message["Body"]))
            except BadOrder as error:
                log.error("an order can't be rendered: %s", error)
            queue.delete_message(QueueUrl=QUEUE, ReceiptHandle=message["ReceiptHandle"])
