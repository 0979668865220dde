"""A new number with everything it needs: found for sale, with the settings of the account's other numbers."""
