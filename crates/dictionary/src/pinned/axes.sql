SELECT code, sec_def, bs_def, ro_def, bp_def, ap_def, dv_def, qu_def
FROM pcs_tree
