"""Cards of quizzes."""
