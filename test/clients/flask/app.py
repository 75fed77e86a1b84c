"""A registration form with Flask-WTF. Every setting comes from the environment, as FLASK_NAME."""

import os

from flask import Flask, render_template_string
from flask_wtf import FlaskForm, RecaptchaField
from werkzeug.serving import make_server
from wtforms import StringField

app = Flask(__name__)
app.config.from_prefixed_env()


class Registration(FlaskForm):
    name = StringField()
    captcha = RecaptchaField()


PAGE = """<!doctype html>
<html lang="en">
<title>Register</title>
<form method="post">
  {{ form.hidden_tag() }}
  <label>Name {{ form.name() }}</label>
  {{ form.captcha() }}
  {% for error in form.captcha.errors %}<p role="alert">{{ error }}</p>{% endfor %}
  <button>Register</button>
</form>"""


@app.route('/', methods=['GET', 'POST'])
def register():
    form = Registration()
    if form.validate_on_submit():
        return render_template_string('<h1>Welcome, {{ name }}</h1>', name=form.name.data)
    return render_template_string(PAGE, form=form)


if __name__ == '__main__':
    server = make_server(os.environ['HOST'], int(os.environ['PORT']), app, threaded=True)
    print(f'listening at http://{server.host}:{server.server_port}', flush=True)
    server.serve_forever()
