"""The people of a small company, declared with the SDK that `pulumi package add` generates from the plugin."""

import pulumi
from pulumi_roster import adobe, nerm, netex

# Adobe Learning Manager: everybody learns, some teach, and everybody but Ada reports to somebody.
ada = adobe.User(
    "ada",
    email="ada@example.com",
    name="Ada Byron",
    profile="Head of Engineering",
    roles=["Admin"],
)
bob = adobe.User(
    "bob",
    email="bob@example.com",
    name="Bob Noyce",
    profile="Team Lead",
    roles=["Author", "Instructor"],
    fields={"Department": "Engineering"},
    manager=ada.id,
)
adobe.User(
    "cleo",
    email="cleo@example.com",
    name="Cleo Murphy",
    profile="Engineer",
    roles=["Learner"],
    fields={"Department": "Engineering"},
    manager=bob.id,
)
adobe.User(
    "dan",
    email="dan@example.com",
    name="Dan Bricklin",
    profile="Engineer",
    roles=["Learner"],
    manager=bob.id,
)

# Netex learningCloud: the trainers of the customer academy. It knows no managers.
for username, name, surname, training in [
    ("ada", "Ada", "Byron", ["user"]),
    ("bob", "Bob", "Noyce", ["trainer", "user"]),
]:
    netex.User(
        username,
        username=username,
        name=name,
        surname=surname,
        email=f"{username}@example.com",
        language="en",
        timezone="Europe/London",
        roles={"management": ["user"], "training": training},
    )

# SailPoint NERM: Eve works for a partner, and Ada answers for her.
sponsor = nerm.User("ada", login="ada", email="ada@example.com", name="Ada Byron", roles=["Sponsors"])
nerm.User(
    "eve",
    login="eve",
    email="eve@partner.example",
    name="Eve Torres",
    title="Consultant",
    roles=["Contractors"],
    manager=sponsor.id,
)

pulumi.export("head", ada.id)
