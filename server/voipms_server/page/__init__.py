"""The page on which a person says yes or no outside the client; its words are the terminal's too."""
