"""What the public pages say: texts, questions and answers, examples, what else exists, offices and people."""
