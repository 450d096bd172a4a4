"""What users of other libraries reported of logging in the background: here each kind is a test, or cannot happen.

A name is a test of this folder; a sentence says why there is nothing to test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

REPORTS = {
    "executors are closed before exit hooks": "test_nothing_is_lost_and_nothing_comes_twice",
    "no new thread while the interpreter ends": "test_without_threads_the_record_is_kept_and_flush_sends_it",
    "what is in memory is lost at exit": "test_nothing_is_lost_and_nothing_comes_twice",
    "exit or flush hangs": "test_a_hanging_server_does_not_hold_the_end_up",
    "no consumer in the child of a preloading server": "test_each_side_of_a_fork_has_its_own_records",
    "the child sends the parent's buffer again": "test_records_of_the_parent_are_not_sent_by_its_children",
    "a fork while a lock is held": "test_a_fork_while_threads_log_hangs_no_child",
    "a fork that runs no hooks": "test_a_fork_without_hooks_is_noticed_at_the_next_call",
    "recycled children of a pool": "test_each_side_of_a_fork_has_its_own_records",
    "children of multiprocessing skip exit hooks": "test_multiprocessing_children_are_sent_by_a_living_parent",
    "SIGTERM": "test_nothing_is_lost_and_nothing_comes_twice",
    "a serverless process is frozen": "test_flush_ends_the_linger_and_is_back_in_time",
    "gevent and the insides of queues": "test_threads_that_gevent_replaces_send_and_lose_nothing",
    "the event loop is blocked": "test_awaited_code_is_not_blocked",
    "logging inside of the worker feeds itself": (
        "test_the_spool_holds_no_key_and_a_debugging_client_says_nothing_of_it"
    ),
    "one huge event": "test_one_bad_record_in_a_hundred_costs_sixteen_requests_at_most",
    "values that cannot be written die in the worker": "test_the_arguments_are_checked_at_the_call",
    "arguments change after the call": "test_what_the_caller_passed_is_a_snapshot_and_stays_as_it_was",
    "memory in an outage": "test_an_outage_loses_nothing_and_takes_no_memory",
    "several processes on one store": "test_kill_at_random_times_loses_no_confirmed_record",
    "a full disk": "test_a_full_disk_leaves_no_torn_record_and_memory_takes_the_rest",
    "network file systems": "test_a_file_of_another_machine_waits_for_an_hour",
    "read-only containers": "test_a_folder_that_cannot_be_made_means_memory_until_it_can",
    "rights": "test_modes_hold_whatever_the_umask",
    "growth without limit": "test_files_end_when_they_are_full_and_the_oldest_is_dropped",
    "persistent but lost": "test_kill_at_random_times_loses_no_confirmed_record",
    "a replay mixed with new events": "test_a_retry_sends_the_same_bytes_and_nothing_new",
    "times drift with each try": "test_created_at_is_the_time_of_the_call",
    "notebooks": "The restart of a kernel is a kill.",
}


@pytest.mark.parametrize("report", REPORTS)
def test_each_report_has_its_test(report: str) -> None:
    said = REPORTS[report]
    if said.startswith("test_"):
        texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
        assert any(f"def {said}(" in text for text in texts)
    else:
        assert said.endswith(".")
