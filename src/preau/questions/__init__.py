"""Questions: forms as documents, conditions, answers. Asked by questionnaires, analyses, proposals."""
