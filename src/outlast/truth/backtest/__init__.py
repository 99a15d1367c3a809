"""The backtest: freezes, forecasts, rivals and scores."""
