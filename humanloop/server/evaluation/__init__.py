"""Evaluations at work: logs generated, evaluators asked, results kept; python evaluators in processes of their own."""
