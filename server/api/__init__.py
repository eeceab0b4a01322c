"""The JSON interface that the browser uses: one router per noun."""
