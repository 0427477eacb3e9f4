"""Quizzes: rounds of trivia, one question after the other, with a standing at the end."""
