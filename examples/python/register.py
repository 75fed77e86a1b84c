"""A registration form with Inkblot, in Python without packages: `python3 register.py`."""

import json
import os
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode
from urllib.request import urlopen

INKBLOT = os.environ.get('INKBLOT', 'http://localhost:8080')  # as browsers reach it, and this server, too
SITEKEY = os.environ.get('SITEKEY', '')
SITE_SECRET = os.environ.get('SITE_SECRET', '')

PAGE = f"""<!doctype html>
<title>Register</title>
<script src="{escape(INKBLOT)}/widget/inkblot.js" async></script>
<form method="post">
  <label>Name <input name="name" required></label>
  <inkblot-captcha sitekey="{escape(SITEKEY)}" required></inkblot-captcha>
  <button>Register</button>
</form>"""


def is_person(token):
    """Whether a token is good. Raises when that cannot be told: then nobody is let in."""
    fields = urlencode({'secret': SITE_SECRET, 'response': token}).encode()
    with urlopen(f'{INKBLOT}/v1/siteverify', fields, timeout=3) as response:
        return json.load(response)['success'] is True


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200, PAGE)

    def do_POST(self):
        fields = parse_qs(self.rfile.read(int(self.headers.get('Content-Length', 0))).decode())
        try:
            person = is_person(fields.get('inkblot-response', [''])[0])
        except (OSError, ValueError, KeyError):
            self.answer(503, 'Please try again later')
        else:
            self.answer(200, 'Welcome') if person else self.answer(403, 'Please solve the picture')

    def answer(self, status, text):
        self.send_response(status)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


if __name__ == '__main__':
    server = ThreadingHTTPServer(('127.0.0.1', int(os.environ.get('PORT', '3000'))), Handler)
    print(f'listening at http://127.0.0.1:{server.server_port}', flush=True)
    server.serve_forever()
