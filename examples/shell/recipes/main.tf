variable "api_version" {
  type = string
}

# Not approved: `terraform apply` ends here.
resource "terraform_data" "approval" {
  triggers_replace = [var.api_version]

  provisioner "local-exec" {
    command = "slack-approval ask \"$QUESTION\" --key \"$KEY\""
    environment = {
      QUESTION = "Deploy api ${var.api_version}?"
      KEY      = "terraform-api-${var.api_version}"
    }
  }
}

resource "terraform_data" "api" {
  depends_on = [terraform_data.approval]
  input      = var.api_version
}
