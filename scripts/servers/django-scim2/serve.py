"""Serves the project on 127.0.0.1: serve.py PORT TOKEN, the SCIM address of a tenant being /TENANT/scim/v2."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def guarded(application, token):
    def serve(environ, start_response):
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {token}":
            start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer")])
            return [b""]
        _, tenant, *rest = environ["PATH_INFO"].split("/")
        return application({**environ, "SCRIPT_NAME": f"/{tenant}", "PATH_INFO": f"/{'/'.join(rest)}"}, start_response)

    return serve


if __name__ == "__main__":
    port, token = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    make_server("127.0.0.1", int(port), guarded(get_wsgi_application(), token), handler_class=Quiet).serve_forever()
