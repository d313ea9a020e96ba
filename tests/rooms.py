"""Which test file is about which rooms of `assistant/`, and which are in the fast tier.

One line a file, or a folder of them: `pytest --room NAME` runs what names that room, and
`pytest --fast` what stands in FAST. A file that is in neither table fails tests/test_rooms.py.
"""

from pathlib import Path

TESTS = Path(__file__).parent

FAST = {
    "test_advice.py": "advice ordering",
    "test_aims.py": "conversation reckoning",
    "test_answering.py": "answering",
    "test_cases.py": "export neighbours phrases",
    "test_clients.py": "advice planning report safety",
    "test_cheapest.py": "cheapest",
    "test_catalogue.py": "catalogue",
    "test_citing.py": "catalogue commands domain",
    "test_conversation.py": "conversation report",
    "test_crosswalk.py": "crosswalk phrases",
    "test_edge.py": "splitting",
    "test_itself.py": "conversation domain",
    "test_first_screen.py": "export phrases",
    "test_following.py": "conversation",
    "test_interview.py": "questioning",
    "test_lenses.py": "catalogue conversation export merging specialising",
    "test_loader.py": "catalogue domain packaged",
    "test_operating.py": "operating",
    "test_placing.py": "conversation",
    "test_preview.py": "conversation domain export phrases preview sheet",
    "test_properties.py": "",
    "test_questioning.py": "questioning reckoning",
    "test_reading.py": "reading",
    "test_modifiers.py": "reading",
    "test_spelling.py": "reading",
    "test_reading_levels.py": "reading",
    "test_result_sentences.py": "phrases report summary",
    "test_rooms.py": "",
    "test_settings.py": "settings",
    "test_roadmap.py": "roadmap phrases conversation",
    "test_safety.py": "safety phrases report",
    "test_staging.py": "staging",
    "test_suggesting.py": "domain grounding",
    "test_stories.py": "conversation",
    "test_targets.py": "targets report phrases",
    "test_travel.py": "conversation merging trend",
    "test_variants.py": "catalogue conversation specialising",
    "test_voting.py": "questioning reckoning",
}
"""No encoder, no page, no process of its own, and seconds at most: the rooms they are about."""

OTHERS = {
    "browser": "ui",
    "test_adversary.py": "conversation",
    "test_answers.py": "answering retrieval service",
    "test_asides.py": "conversation",
    "test_asking.py": "commands",
    "test_assessments.py": "evaluation",
    "test_deploy.py": "",
    "test_keeping.py": "service storage",
    "test_bench_interview.py": "commands evaluation questioning",
    "test_carried.py": "commands export merging service storage",
    "test_commands.py": "commands",
    "test_commands_aimed.py": "conversation reading",
    "test_commands_measuring.py": "commands evaluation",
    "test_entries.py": "encoder retrieval training",
    "test_evaluation.py": "evaluation",
    "test_export.py": "export",
    "test_fitting.py": "commands training",
    "test_gaps.py": "catalogue commands",
    "test_gate.py": "conversation reading",
    "test_grounding.py": "grounding",
    "test_headers.py": "ui",
    "test_health.py": "service storage ui",
    "test_knowledge_readme.py": "catalogue commands",
    "test_language.py": "reading",
    "test_library.py": "phrases ui",
    "test_line.py": "ui",
    "test_measuring.py": "",
    "test_nothing_leaves.py": "service ui wording",
    "test_page.py": "ui",
    "test_page_compared.py": "ui",
    "test_page_interview.py": "ui",
    "test_page_strange.py": "ui",
    "test_page_terms.py": "specialising ui",
    "test_page_loads.py": "ui",
    "test_pagekills.py": "service storage ui",
    "test_people.py": "storage",
    "test_promising.py": "conversation questioning",
    "test_quoting.py": "reading",
    "test_judge.py": "reading training",
    "test_reading_encoder.py": "encoder",
    "test_teams.py": "service storage ui",
    "test_tuned.py": "encoder training",
    "test_uniting.py": "reading",
    "test_reading_meant.py": "reading",
    "test_reading_pending.py": "reading",
    "test_reading_text.py": "reading training",
    "test_remembering.py": "conversation service",
    "test_retrieval.py": "retrieval service training",
    "test_running.py": "operating ui",
    "test_security_list.py": "ui",
    "test_sessions.py": "commands service storage",
    "test_sending.py": "ui",
    "test_shared.py": "service ui",
    "test_signin.py": "ui",
    "test_storage.py": "storage",
    "test_stored.py": "retrieval service settings",
    "test_stories_read.py": "conversation reading",
    "test_upgrading.py": "storage",
    "test_user_text.py": "conversation service ui",
    "wording": "service ui wording",
}
"""What takes longer, reads with the encoder, opens a page or starts a process."""

ROOMS = {place: set(rooms.split()) for place, rooms in (FAST | OTHERS).items()}


def place(path: Path) -> str:
    """Return the name by which the tables know a file: its own, or that of its folder."""
    return path.relative_to(TESTS).parts[0]


def wanted(path: Path, fast: bool, room: str | None) -> bool:
    """Whether a file or folder of tests holds what was asked for."""
    name = place(path)
    return (not fast or name in FAST) and (room is None or room in ROOMS.get(name, ()))
