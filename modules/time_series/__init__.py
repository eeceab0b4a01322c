"""Time series: preparing them, forecasting them, and measuring forecasts."""
