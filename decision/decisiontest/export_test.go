package decisiontest

// CheckRemedies is for testing that remedies that do not work are noticed.
var CheckRemedies = checkRemedies
