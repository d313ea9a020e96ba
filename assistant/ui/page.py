"""The page script: runs at every visit and every action; the first visit need not wait for all."""

from assistant.ui import greeting

if greeting.due():
    greeting.show()
else:
    # Imported here, not above: it takes longer than all the first words need.
    from assistant.ui import site

    site.show()
